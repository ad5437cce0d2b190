"""The Python client of Kubernetes (`pip install kubernetes`) against the server.

usage: python_client.py PROGRAM DEFINITIONS
"""
import subprocess
import sys
import threading

from kubernetes import client, config, dynamic, watch

GROUP, VERSION, PLURAL = "example.com", "v1", "widgets"
PLACE = (GROUP, VERSION, "default", PLURAL)


def widget(name, **spec):
    return {"apiVersion": f"{GROUP}/{VERSION}", "kind": "Widget", "metadata": {"name": name}, "spec": spec}


def refusal(deed):
    """The status with which the server refuses."""
    try:
        deed()
    except client.ApiException as error:
        return error.status
    return None


def custom_objects(api):
    objects = client.CustomObjectsApi(api)
    assert objects.create_namespaced_custom_object(*PLACE, widget("a"))["spec"]["color"] == "red"
    assert refusal(lambda: objects.create_namespaced_custom_object(*PLACE, widget("a"))) == 409
    assert refusal(lambda: objects.create_namespaced_custom_object(*PLACE, widget("b", color="pink"))) == 422
    patched = objects.patch_namespaced_custom_object(*PLACE, "a", {"spec": {"color": "blue"}})
    assert (patched["spec"]["color"], patched["metadata"]["generation"]) == ("blue", 2)
    patched["spec"]["color"] = "green"
    objects.replace_namespaced_custom_object(*PLACE, "a", patched)
    assert refusal(lambda: objects.replace_namespaced_custom_object(*PLACE, "a", patched)) == 409
    status = {"status": {"replicas": 1}}
    objects.patch_namespaced_custom_object_status(*PLACE, "a", status)
    scale = objects.patch_namespaced_custom_object_scale(*PLACE, "a", {"spec": {"replicas": 3}})
    assert (scale["spec"]["replicas"], scale["status"]["replicas"]) == (3, 1)
    for i in range(5):
        objects.create_namespaced_custom_object(*PLACE, widget(f"w{i}"))
    first = objects.list_namespaced_custom_object(*PLACE, limit=4)
    rest = objects.list_namespaced_custom_object(*PLACE, _continue=first["metadata"]["continue"])
    assert [len(first["items"]), len(rest["items"])] == [4, 2]


def watching(api):
    objects = client.CustomObjectsApi(api)
    revision = objects.list_namespaced_custom_object(*PLACE)["metadata"]["resourceVersion"]

    def write():
        objects.create_namespaced_custom_object(*PLACE, widget("seen"))
        objects.delete_namespaced_custom_object(*PLACE, "seen")

    writer = threading.Thread(target=write)
    writer.start()
    told, follow = [], watch.Watch()
    for event in follow.stream(objects.list_namespaced_custom_object, *PLACE, resource_version=revision, timeout_seconds=20):
        told.append((event["type"], event["object"]["metadata"]["name"]))
        if event["type"] == "DELETED":
            follow.stop()
    writer.join()
    assert told == [("ADDED", "seen"), ("DELETED", "seen")], told


def dynamically(api):
    resources = dynamic.DynamicClient(api).resources
    kind = resources.get(api_version=f"{GROUP}/{VERSION}", kind="Widget")
    applied = kind.server_side_apply(body=widget("d", color="blue"), namespace="default", field_manager="python")
    assert applied.spec.color == "blue"
    conflict = widget("d", color="green")
    deed = lambda: kind.server_side_apply(body=conflict, namespace="default", field_manager="other")
    assert refusal(deed) == 409
    kind.delete(name="d", namespace="default")


def kubernetes_itself(api):
    core = client.CoreV1Api(api)
    core.create_namespace(client.V1Namespace(metadata=client.V1ObjectMeta(name="python")))
    body = client.V1ConfigMap(metadata=client.V1ObjectMeta(name="m"), data={"a": "b"})
    core.create_namespaced_config_map("python", body)
    assert core.read_namespaced_config_map("m", "python").data == {"a": "b"}
    assert len(core.list_namespaced_config_map("python").items) >= 1
    definitions = client.ApiextensionsV1Api(api).list_custom_resource_definition().items
    assert "widgets.example.com" in [d.metadata.name for d in definitions]
    assert client.VersionApi(api).get_code().git_version.startswith("v1.36")


def main():
    program, definitions = sys.argv[1:]
    server = subprocess.Popen([program, definitions], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        api = config.new_client_from_config(server.stdout.readline().strip())
        for part in [custom_objects, watching, dynamically, kubernetes_itself]:
            part(api)
            print(f"{part.__name__}: done")
    finally:
        server.terminate()
        assert server.wait(timeout=30) == 0


main()
