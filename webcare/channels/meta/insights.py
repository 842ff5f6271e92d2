"""What became of comments of ours on Meta's networks: several read at once, or one by one where some are gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webcare.channels.adapter import DeliveryError
from webcare.channels.meta.api import Api, path_id, understood
from webcare.channels.meta.fields import Shape

SEVERAL = ""  # the address for reading things by their ids alone


def read(api: Api, external_ids: Sequence[str], fields: str) -> Iterator[Shape]:
    """Those that are still there, and that we may see. The Graph refuses all of them for the sake of one that is gone."""
    asked = [path_id(each) for each in external_ids]
    try:
        with understood():
            told = api.get(SEVERAL, ids=",".join(asked), fields=fields)
            found = [told.shape(each) for each in asked if told.has(each)]
    except DeliveryError as error:
        if not _concerns_one(error):
            raise
        found = [one for each in asked if (one := _alone(api, each, fields))]
    yield from found


def _alone(api: Api, external_id: str, fields: str) -> Shape | None:
    api.be_modest()
    try:
        with understood():
            return api.get(external_id, fields=fields)
    except DeliveryError as error:
        if not _concerns_one(error):
            raise
        return None


def _concerns_one(error: DeliveryError) -> bool:
    """Whether it is about one of the things, and not about our access or Meta itself."""
    return error.permanent and not error.reauth
