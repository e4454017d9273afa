"""Creates the tables of the catalogue, or adopts existing ones."""

from django.conf import settings
from django.db import migrations, models

from adapters.postgres.adoption import EnsureTables

ID = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)
MODELS = [
    migrations.CreateModel(
        name="Subject",
        fields=[
            ID,
            ("code", models.CharField(max_length=10, unique=True)),
            ("description", models.TextField(blank=True, null=True)),
            ("active", models.BooleanField(default=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "db_table": '"acted"."catalog_subjects"',
            "ordering": ("code",),
        },
    ),
    migrations.CreateModel(
        name="ExamSession",
        fields=[
            ID,
            ("session_code", models.CharField(max_length=50)),
            ("start_date", models.DateTimeField()),
            ("end_date", models.DateTimeField()),
            ("create_date", models.DateTimeField(auto_now_add=True)),
            ("modified_date", models.DateTimeField(auto_now=True)),
        ],
        options={
            "db_table": '"acted"."catalog_exam_sessions"',
            "ordering": ("start_date", "session_code"),
        },
    ),
    migrations.CreateModel(
        name="ExamSessionSubject",
        fields=[
            ID,
            (
                "exam_session",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="exam_session_subjects",
                    to="catalogue.examsession",
                ),
            ),
            (
                "subject",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="exam_session_subjects",
                    to="catalogue.subject",
                ),
            ),
            ("is_active", models.BooleanField(default=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "verbose_name": "subject of an exam session",
            "verbose_name_plural": "subjects of exam sessions",
            "db_table": '"acted"."catalog_exam_session_subjects"',
            "unique_together": {("exam_session", "subject")},
        },
    ),
    migrations.CreateModel(
        name="Product",
        fields=[
            ID,
            ("fullname", models.CharField(max_length=255, verbose_name="full name")),
            ("shortname", models.CharField(max_length=100, verbose_name="short name")),
            ("description", models.TextField(blank=True, null=True)),
            ("code", models.CharField(max_length=10)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            ("is_active", models.BooleanField(default=True)),
            (
                "buy_both",
                models.BooleanField(
                    default=False, help_text="Whether its two variations are offered together."
                ),
            ),
        ],
        options={
            "db_table": '"acted"."catalog_products"',
            "ordering": ("shortname",),
        },
    ),
    migrations.CreateModel(
        name="Variation",
        fields=[
            ID,
            ("variation_type", models.CharField(max_length=32)),
            ("name", models.CharField(max_length=64)),
            ("description", models.TextField(blank=True, null=True)),
            ("description_short", models.CharField(blank=True, max_length=255, null=True)),
            ("code", models.CharField(blank=True, max_length=50, null=True, unique=True)),
        ],
        options={
            "db_table": '"acted"."catalog_product_variations"',
            "ordering": ("variation_type", "name"),
            "unique_together": {("variation_type", "name")},
        },
    ),
    migrations.CreateModel(
        name="ProductVariation",
        fields=[
            ID,
            (
                "product",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="product_variations",
                    to="catalogue.product",
                ),
            ),
            (
                "product_variation",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="product_variations",
                    to="catalogue.variation",
                ),
            ),
        ],
        options={
            "verbose_name": "product in a variation",
            "verbose_name_plural": "products in variations",
            "db_table": '"acted"."catalog_product_product_variations"',
            "unique_together": {("product", "product_variation")},
        },
    ),
    migrations.CreateModel(
        name="Recommendation",
        fields=[
            ID,
            (
                "product_product_variation",
                models.OneToOneField(
                    on_delete=models.CASCADE,
                    related_name="recommendation",
                    to="catalogue.productvariation",
                ),
            ),
            (
                "recommended_product_product_variation",
                models.ForeignKey(
                    on_delete=models.CASCADE,
                    related_name="recommended_by",
                    to="catalogue.productvariation",
                ),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "db_table": '"acted"."product_productvariation_recommendations"',
        },
    ),
    migrations.CreateModel(
        name="StoreProduct",
        fields=[
            ID,
            (
                "exam_session_subject",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="store_products",
                    to="catalogue.examsessionsubject",
                ),
            ),
            (
                "product_product_variation",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="store_products",
                    to="catalogue.productvariation",
                ),
            ),
            ("product_code", models.CharField(max_length=64, unique=True)),
            ("is_active", models.BooleanField(default=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "db_table": '"acted"."products"',
            "ordering": ("product_code",),
            "unique_together": {("exam_session_subject", "product_product_variation")},
        },
    ),
    migrations.CreateModel(
        name="Price",
        fields=[
            ID,
            (
                "product",
                models.ForeignKey(
                    on_delete=models.CASCADE, related_name="prices", to="catalogue.storeproduct"
                ),
            ),
            ("price_type", models.CharField(max_length=20)),
            ("amount", models.DecimalField(decimal_places=2, max_digits=10)),
            (
                "currency",
                models.CharField(
                    default="GBP", help_text="The ISO 4217 currency code.", max_length=8
                ),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "db_table": '"acted"."prices"',
            "unique_together": {("product", "price_type")},
        },
    ),
    migrations.CreateModel(
        name="FilterGroup",
        fields=[
            ID,
            ("name", models.CharField(max_length=100)),
            (
                "parent",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.PROTECT,
                    related_name="children",
                    to="catalogue.filtergroup",
                ),
            ),
            ("code", models.CharField(blank=True, max_length=100, null=True, unique=True)),
            ("description", models.TextField(blank=True, default="")),
            ("is_active", models.BooleanField(default=True)),
            ("display_order", models.IntegerField(default=0)),
        ],
        options={
            "db_table": '"acted"."filter_groups"',
            "ordering": ("display_order", "name"),
        },
    ),
    migrations.CreateModel(
        name="ProductFilterGroup",
        fields=[
            ID,
            (
                "product",
                models.ForeignKey(
                    on_delete=models.CASCADE, related_name="filter_groups", to="catalogue.product"
                ),
            ),
            (
                "product_group",
                models.ForeignKey(
                    on_delete=models.CASCADE, related_name="products", to="catalogue.filtergroup"
                ),
            ),
        ],
        options={
            "verbose_name": "filter group of a product",
            "verbose_name_plural": "filter groups of products",
            "db_table": '"acted"."filter_product_product_groups"',
            "unique_together": {("product", "product_group")},
        },
    ),
    migrations.CreateModel(
        name="FilterConfiguration",
        fields=[
            ID,
            ("name", models.CharField(max_length=100, unique=True)),
            ("display_label", models.CharField(max_length=100)),
            ("description", models.TextField(blank=True, default="")),
            ("filter_type", models.CharField(max_length=32)),
            (
                "filter_key",
                models.CharField(
                    help_text="The name of the filter in search requests.", max_length=50
                ),
            ),
            ("ui_component", models.CharField(default="multi_select", max_length=32)),
            ("display_order", models.IntegerField(default=0)),
            ("is_active", models.BooleanField(default=True)),
            ("is_collapsible", models.BooleanField(default=True)),
            ("is_expanded_by_default", models.BooleanField(default=False)),
            ("is_required", models.BooleanField(default=False)),
            ("allow_multiple", models.BooleanField(default=True)),
            ("ui_config", models.JSONField(blank=True, default=dict)),
            ("validation_rules", models.JSONField(blank=True, default=dict)),
            ("dependency_rules", models.JSONField(blank=True, default=dict)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
            (
                "created_by",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=models.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
        ],
        options={
            "db_table": '"acted"."filter_configurations"',
            "ordering": ("display_order", "name"),
        },
    ),
    migrations.CreateModel(
        name="FilterConfigurationGroup",
        fields=[
            ID,
            (
                "filter_configuration",
                models.ForeignKey(
                    on_delete=models.CASCADE,
                    related_name="groups",
                    to="catalogue.filterconfiguration",
                ),
            ),
            (
                "filter_group",
                models.ForeignKey(
                    on_delete=models.CASCADE,
                    related_name="configurations",
                    to="catalogue.filtergroup",
                ),
            ),
            ("is_default", models.BooleanField(default=False)),
            ("display_order", models.IntegerField(default=0)),
        ],
        options={
            "verbose_name": "group of a filter",
            "verbose_name_plural": "groups of filters",
            "db_table": '"acted"."filter_configuration_groups"',
            "ordering": ("display_order",),
            "unique_together": {("filter_configuration", "filter_group")},
        },
    ),
    migrations.CreateModel(
        name="ProductBundle",
        fields=[
            ID,
            ("bundle_name", models.CharField(max_length=255)),
            (
                "subject",
                models.ForeignKey(
                    on_delete=models.PROTECT, related_name="bundles", to="catalogue.subject"
                ),
            ),
            ("bundle_description", models.TextField(blank=True, null=True)),
            ("is_featured", models.BooleanField(default=False)),
            ("is_active", models.BooleanField(default=True)),
            ("display_order", models.PositiveIntegerField(default=0)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "db_table": '"acted"."catalog_product_bundles"',
            "ordering": ("display_order", "bundle_name"),
            "unique_together": {("subject", "bundle_name")},
        },
    ),
    migrations.CreateModel(
        name="ProductBundleItem",
        fields=[
            ID,
            (
                "bundle",
                models.ForeignKey(
                    on_delete=models.CASCADE, related_name="items", to="catalogue.productbundle"
                ),
            ),
            (
                "product_product_variation",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="bundle_items",
                    to="catalogue.productvariation",
                ),
            ),
            ("default_price_type", models.CharField(default="standard", max_length=20)),
            ("quantity", models.PositiveIntegerField(default=1)),
            ("sort_order", models.PositiveIntegerField(default=0)),
            ("is_active", models.BooleanField(default=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "db_table": '"acted"."catalog_product_bundle_products"',
            "ordering": ("sort_order",),
            "unique_together": {("bundle", "product_product_variation")},
        },
    ),
    migrations.CreateModel(
        name="StoreBundle",
        fields=[
            ID,
            (
                "bundle_template",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="store_bundles",
                    to="catalogue.productbundle",
                ),
            ),
            (
                "exam_session_subject",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="bundles",
                    to="catalogue.examsessionsubject",
                ),
            ),
            ("is_active", models.BooleanField(default=True)),
            (
                "override_name",
                models.CharField(
                    blank=True,
                    help_text="Shown instead of the template's name.",
                    max_length=255,
                    null=True,
                ),
            ),
            (
                "override_description",
                models.TextField(
                    blank=True, help_text="Shown instead of the template's description.", null=True
                ),
            ),
            ("display_order", models.PositiveIntegerField(default=0)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "db_table": '"acted"."bundles"',
            "ordering": ("display_order",),
            "unique_together": {("bundle_template", "exam_session_subject")},
        },
    ),
    migrations.CreateModel(
        name="StoreBundleItem",
        fields=[
            ID,
            (
                "bundle",
                models.ForeignKey(
                    on_delete=models.CASCADE, related_name="items", to="catalogue.storebundle"
                ),
            ),
            (
                "product",
                models.ForeignKey(
                    on_delete=models.PROTECT,
                    related_name="bundle_items",
                    to="catalogue.storeproduct",
                ),
            ),
            ("default_price_type", models.CharField(default="standard", max_length=20)),
            ("quantity", models.PositiveIntegerField(default=1)),
            ("sort_order", models.PositiveIntegerField(default=0)),
            ("is_active", models.BooleanField(default=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("updated_at", models.DateTimeField(auto_now=True)),
        ],
        options={
            "db_table": '"acted"."bundle_products"',
            "ordering": ("sort_order",),
            "unique_together": {("bundle", "product")},
        },
    ),
]


class Migration(migrations.Migration):
    initial = True
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [migrations.SeparateDatabaseAndState(state_operations=MODELS), EnsureTables()]
