from domain.search.listings.documents import FilterTree
from domain.search.suggestions import (
    GroupSuggestion,
    ProductSuggestion,
    SubjectSuggestion,
    VariationSuggestion,
    suggestions,
)
from tests.domain.search.samples import a_bundle, a_group, a_product, a_variation


def test_everything_is_suggested_once_with_all_its_fields() -> None:
    product = a_product(variations=[a_variation()])
    hit = product.hit
    [variation] = hit.variations
    tree = FilterTree(groups=(a_group(4, "Online"),), facet_groups={})

    found = suggestions([product, a_bundle(1, product)], tree)

    assert found.subjects == (
        SubjectSuggestion(
            id=hit.subject_id, code=hit.subject_code, description=hit.subject_description
        ),
    )
    assert found.products == (
        ProductSuggestion(
            id=hit.product_id,
            code=hit.product_code,
            name=hit.product_name,
            short_name=hit.product_short_name,
        ),
    )
    assert found.variations == (
        VariationSuggestion(
            id=variation.variation_id,
            name=variation.name,
            variation_type=variation.variation_type,
            description=variation.description,
        ),
    )
    assert found.product_groups == (GroupSuggestion(id=4, name="Online", description=""),)
