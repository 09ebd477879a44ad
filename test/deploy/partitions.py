"""What policies on the table ask for and MiniStack 1.5.33 does not know: the partitions and attributes of a request."""

import functools
import json
import re

from ministack.core import iam_actions, iam_evaluator
from ministack.services import iam

context_without = iam_actions.dynamodb_service_context
simulation_of = iam._extract_simulate_params
results_without = iam._build_simulate_results_real

# What stands in an expression besides attributes and `:values`.
WORDS = {"SET", "REMOVE", "ADD", "DELETE", "AND", "OR", "NOT", "attribute_exists", "attribute_not_exists",
         "if_not_exists", "list_append", "size"}


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


def attributes_in(request):
    """Of an update: those of its key and of its expressions."""
    if "UpdateExpression" not in request:
        return
    yield from request["Key"]
    for expression in (request["UpdateExpression"], request.get("ConditionExpression", "")):
        for name in re.findall(r"(?<![:\w.#])#?[A-Za-z]\w*", expression):
            if name not in WORDS:
                yield request.get("ExpressionAttributeNames", {}).get(name, name)


def context_of(body):
    request = json.loads(body or b"{}")
    found = {"dynamodb:LeadingKeys": sorted(set(keys_in(request))), "dynamodb:Attributes": sorted(set(attributes_in(request)))}
    return context_without(body) | {name: values for name, values in found.items() if values}


simulated = {}


def simulate_with_context(params):
    """`ContextEntries` of a simulation, each a list of texts."""
    simulated.clear()
    for name, values in params.items():
        entry = re.fullmatch(r"ContextEntries\.member\.(\d+)\.ContextKeyValues\.member\.\d+", name)
        if entry:
            key = iam._p(params, f"ContextEntries.member.{entry[1]}.ContextKeyName")
            simulated.setdefault(key, []).append(values[0] if isinstance(values, list) else values)
    return simulation_of(params)


def results_with_context(*given):
    plain = iam_evaluator.EvalContext
    # It looks names up in lower case.
    context = {name.lower(): values for name, values in simulated.items()}
    iam_evaluator.EvalContext = functools.partial(plain, service_context=context)
    try:
        return results_without(*given)
    finally:
        iam_evaluator.EvalContext = plain


def install():
    iam_actions.dynamodb_service_context = context_of
    iam._extract_simulate_params = simulate_with_context
    iam._build_simulate_results_real = results_with_context
