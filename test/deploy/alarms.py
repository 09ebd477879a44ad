"""Alarms that the CloudFormation of MiniStack 1.5.33 refuses: those that calculate, and composite ones."""

from ministack.services import cloudwatch
from ministack.services.cloudformation import provisioners

record_plain_alarm = provisioners._cw_metric_alarm_record


def record_alarm(name, props):
    """One that calculates is kept with the first of its metrics: there is an alarm, and nothing is shown of what it does."""
    queries = props.get("Metrics")
    if not queries:
        return record_plain_alarm(name, props)
    first = next(query["MetricStat"] for query in queries if "MetricStat" in query)
    plain = {key: value for key, value in props.items() if key != "Metrics"}
    return record_plain_alarm(
        name, plain | first["Metric"] | {"Period": first["Period"], "Statistic": first["Stat"]}
    )


def put_composite_alarm(_logical_id, props, _stack_name):
    """Its CloudWatch knows them, and refuses a rule that names an alarm which is not there."""
    status, _headers, body = cloudwatch._put_composite_alarm({}, props, False, is_json=True)
    if status != 200:
        raise ValueError(body)
    name = props["AlarmName"]
    return name, {"Arn": cloudwatch._composite_alarms[name]["AlarmArn"]}


def install():
    provisioners._cw_metric_alarm_record = record_alarm
    provisioners._RESOURCE_HANDLERS["AWS::CloudWatch::CompositeAlarm"] = {
        "create": put_composite_alarm,
        "update": lambda _physical_id, _old, new, stack_name: put_composite_alarm(None, new, stack_name),
        "delete": lambda physical_id, _props: cloudwatch._composite_alarms.pop(physical_id, None),
    }
