//! What the help of each command shows: calls that work, and how they end.

/// Calls of the program itself, and its exit codes.
pub const PROGRAM: &str = "\
Examples:
  specwright init                    write a commented specwright.toml
  specwright                         generate what specwright.toml asks for
  specwright check                   compare instead of writing, in CI
  specwright explain SW0101          say what a finding means

Exit codes:
  0  done
  1  failed: the findings say why
  2  the call was not understood
  3  stale: the output is not what the inputs give (check)
  4  breaking: clients, stored objects or Rust code are affected (diff)";

/// Calls of `generate`.
pub const GENERATE: &str = "\
Examples:
  specwright generate
  specwright generate -i crds -o generated --name my-api
  specwright generate -i 'crds/*.yaml' -o src/api --layout modules --parts client
  specwright generate --dry-run
  specwright generate --from-kubectl peerauthentications.security.istio.io -o generated --name my-api
  kubectl get crd toasts.example.com -o yaml | specwright generate -i - -o generated --name my-api";

/// Calls of `check`.
pub const CHECK: &str = "\
Examples:
  specwright check
  specwright check -c other.toml
  specwright check -i crds -o generated --name my-api > changes.patch";

/// Calls of `inspect`.
pub const INSPECT: &str = "\
Examples:
  specwright inspect crds
  specwright inspect --json crds/toast.yaml";

/// Calls of `openapi`.
pub const OPENAPI: &str = "\
Examples:
  specwright openapi crds
  specwright openapi crds --group-version example.com/v1 --format yaml";

/// Calls of `docs`.
pub const DOCS: &str = "\
Examples:
  specwright docs crds -o docs
  specwright docs openapi.yaml -o public --format html
  specwright docs crds -o docs --templates my-templates";

/// Calls of `diff`.
pub const DIFF: &str = "\
Examples:
  specwright diff old/crds new/crds
  specwright diff old.yaml new.yaml --message-format json
  git show HEAD:crds/toast.yaml | specwright diff - crds/toast.yaml";

/// Calls of `explain`.
pub const EXPLAIN: &str = "\
Examples:
  specwright explain
  specwright explain SW0101
  specwright explain field-removed";

/// Calls of `init`.
pub const INIT: &str = "\
Examples:
  specwright init
  specwright init crds -o generated --name my-api";

/// Calls of `completions`.
pub const COMPLETIONS: &str = "\
Examples:
  specwright completions bash > ~/.local/share/bash-completion/completions/specwright
  specwright completions fish > ~/.config/fish/completions/specwright.fish
  specwright completions zsh > ~/.zfunc/_specwright";

/// Calls of `man`.
pub const MAN: &str = "\
Examples:
  specwright man | man -l -
  specwright man > ~/.local/share/man/man1/specwright.1";
