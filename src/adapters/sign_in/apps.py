from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "adapters.sign_in"
    label = "sign_in"
    verbose_name = "Sign-in"
