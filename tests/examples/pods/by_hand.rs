//! Structs for the members of the pods of this program, and no others: times are texts, and what is not named is dropped.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Structs whose members may be absent, all of them.
macro_rules! structs {
    ($($name:ident {$($field:ident: $held:ty),+ $(,)?})+) => {$(
        #[derive(Deserialize, Serialize)]
        #[serde(rename_all = "camelCase")]
        pub struct $name {$(
            #[serde(skip_serializing_if = "Option::is_none")]
            $field: Option<$held>,
        )+}
    )+};
}

type Texts = BTreeMap<String, String>;

structs! {
    PodList { api_version: String, kind: String, metadata: ListMeta, items: Vec<Pod> }
    ListMeta { resource_version: String }
    Pod { metadata: Meta, spec: Spec, status: Status }
    Meta {
        name: String, namespace: String, uid: String, resource_version: String, creation_timestamp: String, generate_name: String,
        labels: Texts, annotations: Texts, owner_references: Vec<Owner>,
    }
    Owner { api_version: String, kind: String, name: String, uid: String, controller: bool, block_owner_deletion: bool }
    Spec {
        containers: Vec<Container>, volumes: Vec<Volume>, node_name: String, restart_policy: String, dns_policy: String,
        service_account_name: String, scheduler_name: String, termination_grace_period_seconds: i64, priority: i32,
        enable_service_links: bool, tolerations: Vec<Toleration>,
    }
    Container {
        name: String, image: String, image_pull_policy: String, args: Vec<String>, ports: Vec<Port>, env: Vec<Variable>,
        resources: Resources, volume_mounts: Vec<Mount>, liveness_probe: Probe, termination_message_path: String,
        termination_message_policy: String,
    }
    Port { name: String, container_port: i32, protocol: String }
    Variable { name: String, value: String }
    Resources { limits: Texts, requests: Texts }
    Mount { name: String, mount_path: String, read_only: bool }
    Probe { http_get: HttpGet, period_seconds: i32, timeout_seconds: i32, success_threshold: i32, failure_threshold: i32 }
    HttpGet { path: String, port: i32, scheme: String }
    Volume { name: String, config_map: ConfigMap }
    ConfigMap { name: String, default_mode: i32 }
    Toleration { key: String, operator: String, effect: String, toleration_seconds: i64 }
    Condition { r#type: String, status: String, last_transition_time: String }
    State { running: Running }
    Running { started_at: String }
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct ContainerStatus {
    name: String,
    ready: bool,
    started: Option<bool>,
    restart_count: i32,
    image: String,
    #[serde(rename = "imageID")]
    image_id: String,
    #[serde(rename = "containerID")]
    container_id: Option<String>,
    state: Option<State>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    phase: Option<String>,
    #[serde(rename = "hostIP")]
    host_ip: Option<String>,
    #[serde(rename = "podIP")]
    pod_ip: Option<String>,
    #[serde(rename = "podIPs")]
    pod_ips: Option<Vec<Ip>>,
    start_time: Option<String>,
    qos_class: Option<String>,
    conditions: Option<Vec<Condition>>,
    container_statuses: Option<Vec<ContainerStatus>>,
}

#[derive(Deserialize, Serialize)]
struct Ip {
    ip: String,
}
