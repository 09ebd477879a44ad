"""`dynamodb:LeadingKeys`, which policies ask for and MiniStack 1.5.33 does not know: the partitions that a request names."""

import json
import re

from ministack.core import iam_actions

context_without = iam_actions.dynamodb_service_context


def keys_in(request):
    """Of the requests our functions make; their partition key is `pk`."""
    yield from (request[part]["pk"]["S"] for part in ("Key", "Item") if part in request)
    for batch in request.get("RequestItems", {}).values():
        # To be read: keys. To be written: a list of `PutRequest` and `DeleteRequest`.
        items = batch["Keys"] if "Keys" in batch else [part for write in batch for each in write.values() for part in each.values()]
        yield from (item["pk"]["S"] for item in items)
    condition = re.search(r"\bpk = (:\w+)", request.get("KeyConditionExpression", ""))
    if condition:
        yield request["ExpressionAttributeValues"][condition[1]]["S"]


def context_of(body):
    context = context_without(body)
    leading = sorted(set(keys_in(json.loads(body or b"{}"))))
    return context | ({"dynamodb:LeadingKeys": leading} if leading else {})


def install():
    iam_actions.dynamodb_service_context = context_of
