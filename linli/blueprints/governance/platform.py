"""The platform's two doors: its signed callbacks, and photos by a link that ends."""

from flask import Response, request

from linli.domains.governance.operations import hearing, links
from linli.domains.governance.ports import Platform
from linli.kernel.actors import Actor
from linli.platform import clock
from linli.platform.ports import use
from linli.platform.web import Api, Pages, gives, public, summary
from linli.platform.web.files import send

api = Api("governance_callbacks", __name__, tag="governance")
pages = Pages("governance_public", __name__)


@api.post("/governance/callbacks")
@public
@gives(None, 204)
@summary("四平台的回调：验签、五分钟内、不可重放；同一条更新重复或乱序到达都只算一次")
def hear(actor: Actor | None) -> None:  # noqa: ARG001 - the platform is nobody's account
    now = clock.now()
    nonce, news = use(Platform).read_callback(
        path=request.full_path.rstrip("?"), body=request.get_data(), headers=dict(request.headers), now=now
    )
    hearing.take_nonce(nonce, now=now)
    hearing.hear(news=news, way="callback", now=now)


@pages.get("/p/governance/photos/<string(maxlength=200):link>")
@public
def show_photo(actor: Actor | None, link: str) -> Response:  # noqa: ARG001 - whoever has the link
    return send(links.photo_by_link(link, now=clock.now()))
