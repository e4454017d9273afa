"""The tables as SQLAlchemy's classes, as far as the page needs them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    id: Mapped[int] = mapped_column(primary_key=True)
    type_annotation_map = {datetime: TIMESTAMP(timezone=True), Decimal: Numeric(10, 2)}


def _to(table: str) -> Mapped[int]:
    return mapped_column(ForeignKey(f"acted.{table}.id"))


class Subject(Base):
    __tablename__, __table_args__ = "catalog_subjects", {"schema": "acted"}
    code: Mapped[str]
    description: Mapped[str | None]


class ExamSession(Base):
    __tablename__, __table_args__ = "catalog_exam_sessions", {"schema": "acted"}
    session_code: Mapped[str]


class Sitting(Base):
    __tablename__, __table_args__ = "catalog_exam_session_subjects", {"schema": "acted"}
    subject_id: Mapped[int] = _to("catalog_subjects")
    exam_session_id: Mapped[int] = _to("catalog_exam_sessions")
    subject: Mapped[Subject] = relationship()
    exam_session: Mapped[ExamSession] = relationship()


class FilterGroup(Base):
    __tablename__, __table_args__ = "filter_groups", {"schema": "acted"}
    name: Mapped[str]


class Membership(Base):
    __tablename__, __table_args__ = "filter_product_product_groups", {"schema": "acted"}
    product_id: Mapped[int] = _to("catalog_products")
    product_group_id: Mapped[int] = _to("filter_groups")


class Product(Base):
    __tablename__, __table_args__ = "catalog_products", {"schema": "acted"}
    fullname: Mapped[str]
    shortname: Mapped[str]
    description: Mapped[str | None]
    code: Mapped[str]
    buy_both: Mapped[bool]


class Variation(Base):
    __tablename__, __table_args__ = "catalog_product_variations", {"schema": "acted"}
    variation_type: Mapped[str]
    name: Mapped[str]
    description: Mapped[str | None]
    description_short: Mapped[str | None]
    code: Mapped[str | None]


class Recommendation(Base):
    __tablename__ = "product_productvariation_recommendations"
    __table_args__ = {"schema": "acted"}
    product_product_variation_id: Mapped[int] = _to("catalog_product_product_variations")
    recommended_product_product_variation_id: Mapped[int]


class Pair(Base):
    __tablename__, __table_args__ = "catalog_product_product_variations", {"schema": "acted"}
    product_id: Mapped[int] = _to("catalog_products")
    product_variation_id: Mapped[int] = _to("catalog_product_variations")
    product: Mapped[Product] = relationship()
    variation: Mapped[Variation] = relationship()
    recommendation: Mapped[Recommendation | None] = relationship(uselist=False)


class Price(Base):
    __tablename__, __table_args__ = "prices", {"schema": "acted"}
    product_id: Mapped[int] = _to("products")
    price_type: Mapped[str]
    amount: Mapped[Decimal]
    currency: Mapped[str]


class Session(Base):
    __tablename__, __table_args__ = "tutorial_sessions", {"schema": "acted"}
    tutorial_event_id: Mapped[int] = _to("tutorial_events")
    title: Mapped[str]
    location: Mapped[str]
    venue: Mapped[str]
    start_date: Mapped[datetime]
    end_date: Mapped[datetime]
    sequence: Mapped[int]
    url: Mapped[str | None]
    time_zone: Mapped[str]


class Event(Base):
    __tablename__, __table_args__ = "tutorial_events", {"schema": "acted"}
    code: Mapped[str]
    venue: Mapped[str]
    is_soldout: Mapped[bool]
    finalisation_date: Mapped[date | None]
    remain_space: Mapped[int]
    is_unlimited: Mapped[bool | None]
    start_date: Mapped[date]
    end_date: Mapped[date]
    exam_session_subject_product_variation_id: Mapped[int] = _to("products")
    sessions: Mapped[list[Session]] = relationship(order_by=[Session.sequence, Session.id])


class StoreProduct(Base):
    __tablename__, __table_args__ = "products", {"schema": "acted"}
    exam_session_subject_id: Mapped[int] = _to("catalog_exam_session_subjects")
    product_product_variation_id: Mapped[int] = _to("catalog_product_product_variations")
    product_code: Mapped[str]
    is_active: Mapped[bool]
    sitting: Mapped[Sitting] = relationship()
    pair: Mapped[Pair] = relationship()
    prices: Mapped[list[Price]] = relationship(order_by=Price.id)
    events: Mapped[list[Event]] = relationship(order_by=[Event.start_date, Event.code])
