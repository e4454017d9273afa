"""Answers as they look, for the OpenAPI document: entities of ours, so that they stay true."""

from typing import Any

from api.examples import previous, reference, search, suggestions, tutorials

ANSWERS: dict[str, Any] = {
    **previous.ANSWERS,
    **reference.ANSWERS,
    **search.ANSWERS,
    **suggestions.ANSWERS,
    **tutorials.ANSWERS,
    "Liveness": {"status": "alive"},
    "Readiness": {"status": "ready"},
    "ServiceVersion": {"version": "1.0.0", "commit": None},
}
"""By the name of the schema that an operation answers with."""

PARAMETERS: dict[str, Any] = {
    "availability": ["available"],
    "available": True,
    "categories": ["Tutorial"],
    "code": tutorials.EVENT.code,
    "distance_learning": False,
    "essp_ids": [377],
    "exam_session": 1,
    "exam_sessions": ["27A"],
    "from": "2027-01-01",
    "group": ["Material"],
    "include_analytics": False,
    "include_bundles": True,
    "limit": 10,
    "location": "London",
    "locations": ["London"],
    "min_score": 60,
    "modes_of_delivery": ["Tutorial"],
    "page": 1,
    "page_size": 20,
    "product": [7],
    "product_id": 7,
    "product_ids": [7],
    "product_types": ["Tutorial"],
    "products": [7],
    "q": "CM2 London",
    "searchQuery": "CM2 London",
    "subject": "CM2",
    "subject_code": "CM2",
    "subjects": ["CM2"],
    "time_from": "09:00",
    "time_to": "17:30",
    "to": "2027-06-30",
    "tutorial": False,
    "tutorial_format": ["Live online"],
    "variation": [12],
    "venue": "Bridge House",
    "venues": ["Bridge House"],
    "weekdays": ["wednesday"],
}
"""By the name of the parameter."""
