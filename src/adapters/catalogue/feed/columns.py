"""The lookup path of each field of a hit, from the store product or the bundle."""

_PAIR, _SITTING = "product_product_variation", "exam_session_subject"
_TEMPLATE = "bundle_template"

_SITTING_FIELDS = {
    "subject_id": f"{_SITTING}__subject_id",
    "subject_code": f"{_SITTING}__subject__code",
    "subject_description": f"{_SITTING}__subject__description",
    "exam_session_id": f"{_SITTING}__exam_session_id",
    "exam_session_code": f"{_SITTING}__exam_session__session_code",
}
# One hit is one product for one subject in one exam session.
PRODUCT_FIELDS = {
    "product_id": f"{_PAIR}__product_id",
    "product_code": f"{_PAIR}__product__code",
    "product_name": f"{_PAIR}__product__fullname",
    "product_short_name": f"{_PAIR}__product__shortname",
    "product_description": f"{_PAIR}__product__description",
    "buy_both": f"{_PAIR}__product__buy_both",
    **_SITTING_FIELDS,
}
VARIATION_FIELDS = {
    "id": f"{_PAIR}_id",
    "variation_id": f"{_PAIR}__product_variation_id",
    "store_product_id": "id",
    "store_product_code": "product_code",
    "variation_type": f"{_PAIR}__product_variation__variation_type",
    "name": f"{_PAIR}__product_variation__name",
    "code": f"{_PAIR}__product_variation__code",
    "description": f"{_PAIR}__product_variation__description",
    "description_short": f"{_PAIR}__product_variation__description_short",
}
BUNDLE_FIELDS = {
    "id": "id",
    "override_name": "override_name",
    "template_name": f"{_TEMPLATE}__bundle_name",
    "override_description": "override_description",
    "template_description": f"{_TEMPLATE}__bundle_description",
    "is_featured": f"{_TEMPLATE}__is_featured",
    **_SITTING_FIELDS,
}
