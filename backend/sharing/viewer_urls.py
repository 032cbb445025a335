"""Addresses of what others see: by a link's token, and for the account that a grant was made for."""

from django.urls import URLPattern, path, register_converter

from backend.sharing.models import PictureKind
from backend.sharing.views import viewer


class Which:
    """Of a pair."""

    regex = "before|after"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Kind(Which):
    """Of a photo's pictures."""

    regex = "|".join(PictureKind.values)


register_converter(Which, "which")
register_converter(Kind, "kind")


def _at(door: str, name: str) -> list[URLPattern]:
    return [
        path(door, viewer.page, name=f"{name}-page"),
        path(f"{door}unlock", viewer.unlock_page, name=f"{name}-unlock"),
        path(f"{door}data.json", viewer.data, name=f"{name}-data"),
        path(f"{door}pictures/<int:number>/<which:which>/<kind:kind>", viewer.picture, name=f"{name}-picture"),
        path(f"{door}film", viewer.film, name=f"{name}-film"),
        path(f"{door}report.pdf", viewer.report, name=f"{name}-report"),
        path(f"{door}card.png", viewer.card, name=f"{name}-card"),
    ]


urlpatterns = [
    path("s/<slug:token>", viewer.with_slash, name="link"),
    *_at("s/<slug:token>/", "link"),
    *_at("shared/<uuid:grant_id>/", "account"),
]
