"""What a search box shows while a person types."""

from api.examples.search import TUTORIAL
from api.examples.writing import as_json
from domain.search.suggestions import (
    DefaultData,
    DefaultInfo,
    FoundSuggestions,
    FuzzyMatches,
    GroupSuggestion,
    ProductSuggestion,
    SearchInfo,
    SubjectSuggestion,
    Suggestions,
    VariationSuggestion,
)

SUBJECTS = (SubjectSuggestion(id=5, code="CM2", description="Models of risk"),)
GROUPS = (GroupSuggestion(id=1, name="Tutorial", description="Days with a tutor."),)
PRODUCTS = (
    ProductSuggestion(id=7, code="TLON", name="Tutorial - London", short_name="Tutorial - London"),
)
VARIATIONS = (
    VariationSuggestion(id=12, name="Two days", variation_type="Tutorial", description=None),
)
DEFAULTS = DefaultData(
    popular_products=(TUTORIAL,),
    suggested_filters=Suggestions(
        subjects=SUBJECTS, product_groups=GROUPS, variations=VARIATIONS, products=PRODUCTS
    ),
    total_count=2,
    search_info=DefaultInfo(query="", type="default"),
)
MATCHES = FuzzyMatches(
    products=(TUTORIAL,),
    total_count=1,
    suggested_filters=FoundSuggestions(subjects=SUBJECTS, categories=GROUPS, products=PRODUCTS),
    search_info=SearchInfo(query="cm2", matches_found=1, min_score=60, limit=10),
)

ANSWERS = {
    "DefaultData": as_json(DefaultData, DEFAULTS),
    "FuzzyMatches": as_json(FuzzyMatches, MATCHES),
}
