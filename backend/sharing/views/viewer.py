"""What whoever holds a link, or is signed in as the recipient, sees. Each route asks the guard."""

from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import IO, Any, Final, cast
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.http.response import StreamingHttpResponse
from django.shortcuts import render
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_POST, require_safe
from rest_framework.request import Request

from backend.accounts.models import User
from backend.common.errors import NotFound
from backend.common.throttles import by_address
from backend.common.tokens import hash_of
from backend.comparisons.byte_ranges import film_response
from backend.sharing.guard import Door, Standing, Status
from backend.sharing.models import AccessEvent, ShareGrant, SharePicture
from backend.sharing.pages import as_json, share_context, shared_report
from backend.sharing.services.visits import NO_COOKIE, NOT_UNLOCKED, Closed, admit, is_open, look, note, unlock
from backend.sharing.storage import film_key, picture_key
from backend.sharing.streams import GuardedFile

COOKIE: Final = "share"
CARD: Final = Path(__file__).resolve().parent.parent / "card.png"
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Vary": "Cookie",
}
# Not for the person who looks, but for what fetches: gone, not allowed, or not there yet.
_HTTP_STATUS: Final = {NOT_UNLOCKED: 403, NO_COOKIE: 403, Status.LOCKED: 403, Status.PREPARING: 503}

View = Callable[..., HttpResponseBase]


def guarded(view: View) -> View:
    """Find the door that an address means, answer what is closed without a word about it, and keep all from caches.

    ``view(request, door, …)`` is called for a link's token and for an account's grant alike.
    """

    @wraps(view)
    @by_address("looks")
    def answer(
        request: HttpRequest, *, token: str = "", grant_id: UUID | None = None, **named: Any
    ) -> HttpResponseBase:
        try:
            response = view(request, _door(request, token, grant_id), **named)
        except NotFound:
            response = render(request, "sharing/unknown.html", status=404)
        except Closed as closed:
            response = HttpResponse(status=_HTTP_STATUS.get(closed.why, 410), content_type="text/plain")
        for name, value in _HEADERS.items():
            response[name] = value
        return response

    return answer


@require_safe
def with_slash(_request: HttpRequest, token: str) -> HttpResponse:
    """Links are given without a last slash; the cookie of each is bound to the folder with it."""
    answer = HttpResponseRedirect(f"/s/{token}/")
    answer["Cache-Control"], answer["Referrer-Policy"] = "no-store", "same-origin"
    return answer


@require_safe
@guarded
def page(request: HttpRequest, door: Door) -> HttpResponse:
    """The pictures side by side; or the question for the passphrase; or that it is over."""
    if door.grant_id and not isinstance(request.user, User):
        return HttpResponseRedirect(f"/sign-in?next=/shared/{door.grant_id}/")
    return _with_cookie(request, _page(request, look(door)), door)


@require_POST
@guarded
def unlock_page(request: HttpRequest, door: Door) -> HttpResponse:
    try:
        guess = unlock(door, request.POST.get("passphrase", ""))
    except Closed as closed:
        if closed.why == NO_COOKIE:
            return _with_cookie(request, _question(request, problem="no_cookie"), door)
        return _page(request, look(door))
    if guess.is_right:
        return HttpResponseRedirect(_folder(request))
    if guess.is_locked:
        return render(request, "sharing/locked.html", status=403)
    answer = _question(request, problem="wrong", wait=guess.wait)
    if guess.wait:
        answer["Retry-After"] = str(guess.wait)
    return answer


@require_safe
@guarded
def data(_request: HttpRequest, door: Door) -> HttpResponse:
    """What the page says, as JSON."""
    return JsonResponse(as_json(admit(door)))


@require_safe
@guarded
def picture(request: HttpRequest, door: Door, *, number: int, which: str, kind: str) -> HttpResponseBase:
    """One picture of a pair, made for this grant alone."""
    standing = admit(door)
    made = _picture_of(standing, number, which, kind)
    is_download = standing.grant.allow_download and "download" in request.GET
    note(standing, door, AccessEvent.DOWNLOAD if is_download else AccessEvent.PICTURE, photo=made.photo_id)
    file = _open(picture_key(standing.grant.folder, made.recipe))
    answer = StreamingHttpResponse(GuardedFile(file, partial(is_open, door)), content_type=made.media_type)
    answer["Content-Length"] = str(made.bytes)
    if is_download:
        answer["Content-Disposition"] = f'attachment; filename="{number}-{which}.jpg"'
    return answer


@require_safe
@guarded
def film(request: HttpRequest, door: Door) -> HttpResponseBase:
    """The film, whole or in part; each part of it is asked for anew."""
    standing = admit(door)
    grant = standing.grant
    if not grant.include_film or not grant.film_sha256 or grant.film_bytes is None:
        raise NotFound
    note(standing, door, AccessEvent.FILM)
    file = GuardedFile(_open(film_key(grant.folder, grant.film_sha256)), partial(is_open, door))
    return film_response(
        Request(request),
        cast(IO[Any], file),
        length=grant.film_bytes,
        etag=grant.film_sha256,
        media_type="video/mp4",
        name="film.mp4",
        as_download=grant.allow_download and "download" in request.GET,
    )


@require_safe
@by_address("looks_at_documents")
@guarded
def report(_request: HttpRequest, door: Door) -> HttpResponse:
    """The same as a PDF, where its maker allows downloads."""
    standing = admit(door)
    if not standing.grant.allow_download:
        raise NotFound
    note(standing, door, AccessEvent.DOWNLOAD)
    answer = HttpResponse(shared_report(standing), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="report.pdf"'
    return answer


@require_safe
@guarded
def card(_request: HttpRequest, door: Door) -> HttpResponse:
    """For the preview of a link: the same neutral picture for all, and no face. It counts no view."""
    admit(door, counts=False)
    return HttpResponse(CARD.read_bytes(), content_type="image/png")


def _door(request: HttpRequest, token: str, grant_id: UUID | None) -> Door:
    account = request.user.pk if isinstance(request.user, User) else None
    named = Door(
        token_hash=hash_of(token) if token else "",
        grant_id=grant_id,
        account_id=account if grant_id else None,
        user_agent=request.headers.get("User-Agent", ""),
    )
    given = request.COOKIES.get(COOKIE, "")
    try:
        _signer(named).unsign(given)
    except BadSignature:
        return named
    return Door(**{**vars(named), "cookie_hash": hash_of(given)})


def _signer(door: Door) -> Signer:
    """A cookie is worth nothing at another grant's door."""
    return Signer(salt=f"share:{door.token_hash or door.grant_id}:{door.account_id or ''}")


def _with_cookie(request: HttpRequest, answer: HttpResponse, door: Door) -> HttpResponse:
    """Give a browser that has none its cookie: no row is written before it comes back with it."""
    if not door.cookie_hash and answer.status_code in {200, 403}:
        answer.set_cookie(
            COOKIE,
            _signer(door).sign(get_random_string(32)),
            path=_folder(request),
            secure=settings.IS_HTTPS,
            httponly=True,
            samesite="Lax",
        )
    return answer


def _folder(request: HttpRequest) -> str:
    """``/s/<token>/`` or ``/shared/<grant>/``."""
    return "/".join([*request.path.split("/")[:3], ""])


def _page(request: HttpRequest, standing: Standing) -> HttpResponse:
    match standing.status:
        case Status.PREPARING:
            answer = render(request, "sharing/preparing.html", status=503)
            answer["Retry-After"] = "5"
            return answer
        case Status.LOCKED:
            return render(request, "sharing/locked.html", status=403)
        case Status.LIVE if not standing.is_unlocked:
            return _question(request)
        case Status.LIVE:
            is_aligned = request.GET.get("show") != "unaligned"
            context = share_context(standing, is_aligned=is_aligned, origin=settings.ORIGIN, folder=_folder(request))
            return render(request, "sharing/share.html", context)
    return render(request, "sharing/ended.html", status=410)


def _question(request: HttpRequest, problem: str = "", wait: int = 0) -> HttpResponse:
    context = {"problem": problem, "wait": wait}
    return render(request, "sharing/passphrase.html", context, status=403 if problem else 200)


def _picture_of(standing: Standing, number: int, which: str, kind: str) -> SharePicture:
    grant: ShareGrant = standing.grant
    pair = next((pair for pair in grant.pairs.all() if pair.number == number), None)
    if pair is None:
        raise NotFound
    photo = pair.before_id if which == "before" else pair.after_id
    made = SharePicture.objects.filter(grant=grant, photo=photo, kind=kind).first()
    if made is None:
        raise NotFound
    return made


def _open(key: str) -> IO[Any]:
    """Raises NotFound for a file that went a moment ago."""
    try:
        return cast(IO[Any], default_storage.open(key))
    except FileNotFoundError as problem:
        raise NotFound from problem
