//! The stand-in API server as a program.

use std::error::Error;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use specwright_apiserver::{ApiServer, Builder};
#[cfg(unix)]
use tokio::signal::unix::{SignalKind, signal};

/// Serves CustomResourceDefinitions like a Kubernetes API server.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Files with CustomResourceDefinitions, in YAML or JSON.
    files: Vec<PathBuf>,
    /// A namespace to have from the start, beside default and those of the system; may be given several times.
    #[arg(long = "namespace", value_name = "NAME")]
    namespaces: Vec<String>,
    /// Leaves alone what is owned by objects that are gone, as an API server does that runs without controllers.
    #[arg(long)]
    without_garbage_collector: bool,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Lets in only the holders of these tokens; lines of `token,user,uid,"group1,group2"`.
    #[arg(long)]
    token_file: Option<PathBuf>,
    /// A directory in which objects are kept; it is made if it is missing. Without it they are kept in memory.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The etcd in which objects are kept, as http://HOST:PORT; several servers may share it.
    #[arg(long, value_name = "URL", conflicts_with = "data")]
    etcd: Option<String>,
    /// A chain of certificates in PEM, for encrypted connections.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The key of the first of the certificates.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Where to write the kubeconfig; by default a file in the directory for temporary files.
    #[arg(long)]
    kubeconfig: Option<PathBuf>,
}

impl Arguments {
    /// The server that the arguments describe.
    fn builder(&self) -> Result<Builder, String> {
        let mut builder = ApiServer::builder().listen(self.listen);
        for file in &self.files {
            builder = builder.crd_text(&read(file)?);
        }
        if self.without_garbage_collector {
            builder = builder.without_garbage_collector();
        }
        for name in &self.namespaces {
            builder = builder.namespace(name);
        }
        if let Some(file) = &self.token_file {
            builder = builder.token_file(&read(file)?);
        }
        if let (Some(certificate), Some(key)) = (&self.tls_cert, &self.tls_key) {
            builder = builder.tls(read(certificate)?, read(key)?);
        }
        if let Some(directory) = &self.data {
            builder = builder.data(directory);
        }
        if let Some(url) = &self.etcd {
            builder = builder.etcd(url);
        }
        Ok(builder)
    }
}

fn read(file: &Path) -> Result<String, String> {
    std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let mut server = arguments.builder()?.start().await?;
    let default =
        || std::env::temp_dir().join(format!("specwright-apiserver-{}.kubeconfig", std::process::id()));
    let path = arguments.kubeconfig.unwrap_or_else(default);
    server.write_kubeconfig(&path)?;
    let asked_to_stop = signals()?;
    println!("{}", path.display());
    eprintln!("listening on {}", server.url());
    asked_to_stop.await;
    server.stop().await;
    Ok(())
}

/// Comes back when the program is interrupted, or asked to end; it listens for that from now on.
#[cfg(unix)]
fn signals() -> std::io::Result<impl Future<Output = ()>> {
    let (mut interrupted, mut ended) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = ended.recv() => {}
        }
    })
}

/// Comes back when the program is interrupted.
#[cfg(not(unix))]
fn signals() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async { tokio::signal::ctrl_c().await.unwrap_or_default() })
}
