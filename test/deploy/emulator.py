"""MiniStack, with what this test needs and version 1.5.33 does not do. Settings come from the environment."""

import os
import signal
import sys
import threading

import alarms
import partitions
from ministack import app
from ministack.services import apigateway, apigateway_v1
from ministack.services.cloudformation import provisioners

invoke_with_format_2 = apigateway._invoke_lambda_proxy


async def invoke(
    integration, api_id, stage, path, method, headers, body, query, route_key="$default", path_params=None, **more
):
    """Payload format 1.0, where an integration asks for it.

    MiniStack stores `PayloadFormatVersion` and sends 2.0 all the same: without `httpMethod`, so that a HEAD cannot be
    told from a GET. Its REST APIs do speak 1.0, so the event is built, sent and answered by that part of it; which
    bodies come as base64 is the HTTP API's own rule: all that are not text.
    """
    if integration.get("payloadFormatVersion") != "1.0":
        return await invoke_with_format_2(
            integration, api_id, stage, path, method, headers, body, query, route_key, path_params, **more
        )
    is_text = apigateway._v2_request_body_is_text(headers.get("content-type"))
    resource = {"id": route_key, "path": route_key.split(" ", 1)[-1]}
    return await apigateway_v1._invoke_lambda_proxy_v1(
        {"uri": integration["integrationUri"]}, api_id, stage, {}, resource, path, method, headers, body, query,
        path_params, owner_account_id=more["owner_account_id"], owner_region=more["owner_region"],
        binary_media_types=[] if is_text else ["*/*"],
    )


apigateway._invoke_lambda_proxy = invoke
alarms.install()
partitions.install()

# The bootstrap bucket refuses everything that does not come over TLS, and MiniStack obeys. What never leaves 127.0.0.1
# counts as safe here; certificates would be one more program to install.
pin_request_origin = app.pin_request_origin
app.pin_request_origin = lambda address, _secure: pin_request_origin(address, True)

# Saved queries of Logs Insights: it refuses what it does not know. Nobody asks them here, so nothing is made of them.
provisioners._RESOURCE_HANDLERS["AWS::Logs::QueryDefinition"] = {
    "create": lambda logical_id, _properties, stack_name: (f"{stack_name}-{logical_id}", {}),
    "update": lambda physical_id, _old, _new, _stack_name: (physical_id, {}),
    "delete": lambda _physical_id, _properties: None,
}


def end_with_the_test():
    """Ends when whoever started it is gone, even if that was killed and could not stop it."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


threading.Thread(target=end_with_the_test, daemon=True).start()
app.main()
