"""Django's settings of the peer on django-bolt: as few as its documentation asks for."""

SECRET_KEY = "a secret that guards nothing"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["django_bolt"]
ROOT_URLCONF = "benchmarks.peers.no_urls"
BOLT_API = ["benchmarks.peers.bolt:api"]
