"""The templates of store products: products, variations, and their combinations."""

from django.db import models


class Product(models.Model):
    """A catalogue product, such as a tutorial in one city; `StoreProduct` is what is for sale."""

    fullname = models.CharField("full name", max_length=255)
    shortname = models.CharField("short name", max_length=100)
    description = models.TextField(null=True, blank=True)
    code = models.CharField(max_length=10)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    is_active = models.BooleanField(default=True)
    buy_both = models.BooleanField(
        default=False, help_text="Whether its two variations are offered together."
    )

    class Meta:
        db_table = '"acted"."catalog_products"'
        ordering = ("shortname",)

    def __str__(self) -> str:
        return self.shortname


class Variation(models.Model):
    """A way in which a product is delivered."""

    variation_type = models.CharField(max_length=32)
    name = models.CharField(max_length=64)
    description = models.TextField(null=True, blank=True)
    description_short = models.CharField(max_length=255, null=True, blank=True)
    code = models.CharField(max_length=50, unique=True, null=True, blank=True)

    class Meta:
        db_table = '"acted"."catalog_product_variations"'
        ordering = ("variation_type", "name")
        unique_together = (("variation_type", "name"),)

    def __str__(self) -> str:
        return self.name


class ProductVariation(models.Model):
    """A product in one of its variations."""

    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, related_name="product_variations"
    )
    product_variation = models.ForeignKey(
        Variation, on_delete=models.PROTECT, related_name="product_variations"
    )

    class Meta:
        db_table = '"acted"."catalog_product_product_variations"'
        unique_together = (("product", "product_variation"),)
        verbose_name = "product in a variation"
        verbose_name_plural = "products in variations"

    def __str__(self) -> str:
        return f"{self.product}, {self.product_variation}"


class Recommendation(models.Model):
    """A recommendation of one product variation for another."""

    product_product_variation = models.OneToOneField(
        ProductVariation, on_delete=models.CASCADE, related_name="recommendation"
    )
    recommended_product_product_variation = models.ForeignKey(
        ProductVariation, on_delete=models.CASCADE, related_name="recommended_by"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = '"acted"."product_productvariation_recommendations"'

    def __str__(self) -> str:
        return f"{self.product_product_variation} → {self.recommended_product_product_variation}"
