"""Every address of WeChat's programs."""

from starlette.routing import Route

from sandbox.wechat.door import (
    BASE,
    HOST,
    addresses,
    colleagues,
    door,
    download,
    list_notices,
    list_templates,
    send,
    send_notice,
    send_template,
    stable_token,
    upload,
)

ROUTES = [
    Route(f"{BASE}/stable_token", stable_token, methods=["POST"]),
    Route(f"{BASE}/getcallbackip", door(addresses)),
    Route(f"{BASE}/customservice/getkflist", door(colleagues)),
    Route(f"{BASE}/message/custom/send", door(send, sends=True), methods=["POST"]),
    Route(f"{BASE}/template/get_all_private_template", door(list_templates)),
    Route(f"{BASE}/message/template/send", door(send_template, sends=True), methods=["POST"]),
    Route(f"{HOST}/wxaapi/newtmpl/gettemplate", door(list_notices)),
    Route(f"{BASE}/message/subscribe/bizsend", door(send_notice, sends=True), methods=["POST"]),
    Route(f"{BASE}/media/upload", door(upload), methods=["POST"]),
    Route(f"{BASE}/media/get", door(download)),
]
