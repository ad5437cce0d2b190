//! The stand-in API server as a program.

use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use specwright_apiserver::ApiServer;

/// Serves CustomResourceDefinitions like a Kubernetes API server, in memory.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Files with CustomResourceDefinitions, in YAML or JSON.
    files: Vec<PathBuf>,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Lets in only the holders of these tokens; lines of `token,user,uid,"group1,group2"`.
    #[arg(long)]
    token_file: Option<PathBuf>,
    /// A file in which objects are kept; without it they are kept in memory.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Where to write the kubeconfig; by default a file in the directory for temporary files.
    #[arg(long)]
    kubeconfig: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut builder = ApiServer::builder().listen(arguments.listen);
    for file in &arguments.files {
        let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
        builder = builder.crd_text(&text);
    }
    if let Some(file) = &arguments.token_file {
        builder = builder
            .token_file(&std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?);
    }
    if let Some(file) = &arguments.data {
        builder = builder.data(file);
    }
    let mut server = builder.start().await?;
    let default =
        || std::env::temp_dir().join(format!("specwright-apiserver-{}.kubeconfig", std::process::id()));
    let path = arguments.kubeconfig.unwrap_or_else(default);
    server.write_kubeconfig(&path)?;
    println!("{}", path.display());
    eprintln!("listening on {}", server.url());
    tokio::signal::ctrl_c().await?;
    server.stop().await;
    Ok(())
}
