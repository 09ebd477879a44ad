"""AWS's own client, for what the CDK CLI does not ask: a JSON list of calls in, the list of their results out."""

import json
import sys

import jmespath
from botocore.session import get_session

session = get_session()


def call(service, operation, region, args, query="@"):
    client = session.create_client(service, region_name=region)
    if client.can_paginate(operation):
        result = client.get_paginator(operation).paginate(**args).build_full_result()
    else:
        result = getattr(client, operation)(**args)
    return jmespath.search(query, result)


json.dump([call(**one) for one in json.load(sys.stdin)], sys.stdout, default=str)
