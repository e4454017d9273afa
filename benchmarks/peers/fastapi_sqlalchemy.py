"""FastAPI with SQLAlchemy's async session on asyncpg, and a nested response model."""

import os
from collections.abc import AsyncIterator
from datetime import datetime
from functools import cache
from typing import Annotated, Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from fastapi import Depends, FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from benchmarks.peers import fastapi_tables as tables
from benchmarks.peers.fastapi_models import PageOut
from benchmarks.peers.given import REST
from domain.tutorials.availability import Places, availability_on

LONDON = ZoneInfo("Europe/London")


def _engine() -> Any:
    parts = urlsplit(os.environ["DATABASE_URL"])
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    # asyncpg takes a socket's folder as the host.
    arguments = {"host": query["host"], "port": int(query["port"]), "user": parts.username}
    return create_async_engine(
        "postgresql+asyncpg://", pool_size=8, connect_args={**arguments, "database": parts.path[1:]}
    )


app = FastAPI()
sessions = async_sessionmaker(_engine(), expire_on_commit=False)


async def session() -> AsyncIterator[AsyncSession]:
    async with sessions() as opened:
        yield opened


Row = tables.StoreProduct
GROUP = (
    select(tables.Membership.product_id)
    .join(tables.FilterGroup, tables.FilterGroup.id == tables.Membership.product_group_id)
    .where(tables.FilterGroup.name == "Face to face")
)
# A single statement for all the related rows would join ten tables, and planning it would cost
# more than the others do.
PAGE = (
    select(Row)
    .join(Row.sitting)
    .join(tables.Sitting.subject)
    .join(Row.pair)
    .join(tables.Pair.product)
    .options(
        contains_eager(Row.sitting).contains_eager(tables.Sitting.subject),
        contains_eager(Row.sitting).joinedload(tables.Sitting.exam_session),
        contains_eager(Row.pair).contains_eager(tables.Pair.product),
        contains_eager(Row.pair).joinedload(tables.Pair.variation),
        contains_eager(Row.pair).selectinload(tables.Pair.recommendation),
        selectinload(Row.prices),
        selectinload(Row.events).selectinload(tables.Event.sessions),
    )
    .order_by(tables.Subject.code, tables.Product.shortname, Row.id)
    .limit(20)
)


@app.post("/api/search/unified/", response_model=PageOut)
async def search(opened: Annotated[AsyncSession, Depends(session)]) -> Any:
    products = (await opened.scalars(GROUP)).all()
    page = PAGE.where(Row.is_active, tables.Product.id.in_(products))
    rows = (await opened.scalars(page)).all()
    recommended = await _recommended(opened, rows)
    return {"products": [_product(row, recommended) for row in rows], **REST}


async def _recommended(opened: AsyncSession, rows: Any) -> dict[tuple[int, int], Any]:
    pairs = {_wanted_pair(row) for row in rows} - {None}
    found = await opened.scalars(
        select(Row)
        .where(
            Row.is_active,
            Row.exam_session_subject_id.in_({row.exam_session_subject_id for row in rows}),
            Row.product_product_variation_id.in_(pairs),
        )
        .options(
            joinedload(Row.pair).joinedload(tables.Pair.product),
            joinedload(Row.pair).joinedload(tables.Pair.variation),
            selectinload(Row.prices),
        )
    )
    return {(row.exam_session_subject_id, row.product_product_variation_id): row for row in found}


def _wanted_pair(row: Any) -> int | None:
    wanted = row.pair.recommendation
    return wanted and wanted.recommended_product_product_variation_id


def _product(row: Any, recommended: dict[tuple[int, int], Any]) -> dict[str, Any]:
    product, subject = row.pair.product, row.sitting.subject
    beside = recommended.get((row.exam_session_subject_id, _wanted_pair(row) or 0))
    return {
        "item_type": "product",
        "is_bundle": False,
        "id": row.id,
        "essp_id": row.id,
        "store_product_id": row.id,
        "product_id": product.id,
        "product_code": product.code,
        "product_name": product.fullname,
        "product_short_name": product.shortname,
        "product_description": product.description,
        "buy_both": product.buy_both,
        "subject_id": subject.id,
        "subject_code": subject.code,
        "subject_description": subject.description,
        "exam_session_id": row.sitting.exam_session.id,
        "exam_session_code": row.sitting.exam_session.session_code,
        "type": "Tutorial",
        "variations": [_variation(row, beside)],
        "matched_on": [],
    }


def _variation(row: Any, beside: Any) -> dict[str, Any]:
    variation = row.pair.variation
    return {
        "id": row.pair.id,
        "variation_id": variation.id,
        "store_product_id": row.id,
        "store_product_code": row.product_code,
        "variation_type": variation.variation_type,
        "name": variation.name,
        "code": variation.code,
        "description": variation.description,
        "description_short": variation.description_short,
        "prices": row.prices,
        "recommended_product": beside and _beside(beside),
        "events": [_event(event) for event in row.events],
    }


def _event(event: Any) -> dict[str, Any]:
    places = Places(event.is_soldout, bool(event.is_unlimited), event.remain_space)
    availability, reason = availability_on(
        datetime.now(LONDON).date(), places, last=event.end_date, closes=event.finalisation_date
    )
    return {
        "id": event.id,
        "code": event.code,
        "title": event.code,
        "venue": event.venue,
        "is_soldout": event.is_soldout,
        "remain_space": event.remain_space,
        "finalisation_date": event.finalisation_date,
        "start_date": event.start_date,
        "end_date": event.end_date,
        "price": None,
        "is_unlimited": bool(event.is_unlimited),
        "availability": availability,
        "availability_reason": reason,
        "sessions": [_session(one) for one in event.sessions],
    }


def _session(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "location": one.location,
        "venue": one.venue,
        "start_date": one.start_date.astimezone(_zone(one.time_zone)),
        "end_date": one.end_date.astimezone(_zone(one.time_zone)),
        "sequence": one.sequence,
        "url": one.url,
        "has_url": one.url is not None,
        "time_zone": one.time_zone,
        # No session of the data has one.
        "instructors": [],
    }


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _beside(row: Any) -> dict[str, Any]:
    product, variation = row.pair.product, row.pair.variation
    return {
        "essp_id": row.id,
        "product_id": product.id,
        "product_code": product.code,
        "product_name": product.fullname,
        "product_short_name": product.shortname,
        "store_product_id": row.id,
        "variation_type": variation.variation_type,
        "variation_name": variation.name,
        "prices": row.prices,
    }
