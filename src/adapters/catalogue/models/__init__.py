"""The models of the catalogue, in the schema `acted`. Other systems also write these tables."""

from adapters.catalogue.models.bundles import (
    ProductBundle,
    ProductBundleItem,
    StoreBundle,
    StoreBundleItem,
)
from adapters.catalogue.models.filters import (
    FilterConfiguration,
    FilterConfigurationGroup,
    FilterGroup,
    ProductFilterGroup,
)
from adapters.catalogue.models.products import (
    Product,
    ProductVariation,
    Recommendation,
    Variation,
)
from adapters.catalogue.models.store import Price, StoreProduct
from adapters.catalogue.models.subjects import ExamSession, ExamSessionSubject, Subject

__all__ = [
    "ExamSession",
    "ExamSessionSubject",
    "FilterConfiguration",
    "FilterConfigurationGroup",
    "FilterGroup",
    "Price",
    "Product",
    "ProductBundle",
    "ProductBundleItem",
    "ProductFilterGroup",
    "ProductVariation",
    "Recommendation",
    "StoreBundle",
    "StoreBundleItem",
    "StoreProduct",
    "Subject",
    "Variation",
]
