"""Django REST Framework: nested serializers over the same prefetched rows."""

from typing import Any

from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from adapters.catalogue.models import Price
from adapters.tutorials.models import TutorialEvent, TutorialSession
from benchmarks.peers.given import REST
from benchmarks.peers.orm import availability, local, page


class PriceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Price
        fields = ("id", "price_type", "amount", "currency")


class LocalMoment(serializers.Field):
    """A moment with the offset that the clocks of the session's own place have."""

    def get_attribute(self, instance: TutorialSession) -> Any:
        return local(super().get_attribute(instance), instance.time_zone)

    def to_representation(self, value: Any) -> str:
        return value.isoformat()


class SessionSerializer(serializers.ModelSerializer):
    start_date = LocalMoment()
    end_date = LocalMoment()
    has_url = serializers.SerializerMethodField()
    # No session of the data has one.
    instructors = serializers.ReadOnlyField(default=[])

    class Meta:
        model = TutorialSession
        fields = (
            *("id", "title", "location", "venue", "start_date", "end_date", "sequence", "url"),
            *("has_url", "time_zone", "instructors"),
        )

    def get_has_url(self, session: TutorialSession) -> bool:
        return session.url is not None


class EventSerializer(serializers.ModelSerializer):
    title = serializers.CharField(source="code")
    price = serializers.ReadOnlyField(default=None)
    is_unlimited = serializers.SerializerMethodField()
    availability = serializers.SerializerMethodField()
    availability_reason = serializers.SerializerMethodField()
    sessions = SessionSerializer(many=True)

    class Meta:
        model = TutorialEvent
        fields = (
            *("id", "code", "title", "venue", "is_soldout", "remain_space", "finalisation_date"),
            *("start_date", "end_date", "price", "is_unlimited", "availability"),
            *("availability_reason", "sessions"),
        )

    def get_is_unlimited(self, event: TutorialEvent) -> bool:
        return bool(event.is_unlimited)

    def get_availability(self, event: TutorialEvent) -> str:
        return availability(event)[0]

    def get_availability_reason(self, event: TutorialEvent) -> str:
        return availability(event)[1]


class RecommendedSerializer(serializers.Serializer):
    essp_id = serializers.IntegerField()
    product_id = serializers.IntegerField()
    product_code = serializers.CharField()
    product_name = serializers.CharField()
    product_short_name = serializers.CharField()
    store_product_id = serializers.IntegerField()
    variation_type = serializers.CharField()
    variation_name = serializers.CharField()
    prices = PriceSerializer(many=True)


class VariationSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    variation_id = serializers.IntegerField()
    store_product_id = serializers.IntegerField()
    store_product_code = serializers.CharField()
    variation_type = serializers.CharField()
    name = serializers.CharField()
    code = serializers.CharField()
    description = serializers.CharField()
    description_short = serializers.CharField()
    prices = PriceSerializer(many=True)
    recommended_product = RecommendedSerializer()
    events = EventSerializer(many=True)


class ProductSerializer(serializers.Serializer):
    item_type = serializers.CharField()
    is_bundle = serializers.BooleanField()
    id = serializers.IntegerField()
    essp_id = serializers.IntegerField()
    store_product_id = serializers.IntegerField()
    product_id = serializers.IntegerField()
    product_code = serializers.CharField()
    product_name = serializers.CharField()
    product_short_name = serializers.CharField()
    product_description = serializers.CharField()
    buy_both = serializers.BooleanField()
    subject_id = serializers.IntegerField()
    subject_code = serializers.CharField()
    subject_description = serializers.CharField()
    exam_session_id = serializers.IntegerField()
    exam_session_code = serializers.CharField()
    type = serializers.CharField()
    variations = VariationSerializer(many=True)
    matched_on = serializers.ListField()


class Search(APIView):
    def post(self, request: Request) -> Response:
        return Response({"products": ProductSerializer(page(), many=True).data, **REST})


urlpatterns = [path("api/search/unified/", Search.as_view())]
