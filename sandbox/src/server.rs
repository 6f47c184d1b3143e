use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    thread::JoinHandle,
};

use ehcert_core::{
    Timestamp,
    certificate::Certificate,
    random::{OsRandom, Random},
};
use tokio::sync::watch;

use crate::{
    Command, Result, State,
    ca::Authority,
    card::EidAuthority,
    http,
    platform::{Clock, Platform, Reader},
    web::WebFile,
};

/// How a sandbox is to run.
#[derive(Clone, Debug)]
pub struct SandboxConfig {
    /// Where to listen; loopback only. Port 0: a free port. Certificates hold the address of CRL and
    /// OCSP, so a sandbox that is to be found again needs a port of its own.
    pub listen: SocketAddr,
    /// The folder of the state; `None`: in memory, gone with the sandbox.
    pub dir: Option<PathBuf>,
    /// The clock, before the offset that the sandbox can be told.
    pub clock: Clock,
    /// Whose identity cards are believed: the roots of their certificates.
    pub eid_roots: Vec<Certificate>,
    /// The file of a software card that can be asked at `/card`.
    pub card: Option<PathBuf>,
    /// The portal page, served under `/portal/`; empty for none.
    pub web: &'static [WebFile],
}

impl Default for SandboxConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            dir: None,
            clock: Clock::System,
            eid_roots: Vec::new(),
            card: None,
            web: &[],
        }
    }
}

/// Starts sandboxes.
#[derive(Debug)]
pub struct Sandbox;

impl Sandbox {
    /// Opens the state, makes keys where there are none, and answers from then on in a thread of its
    /// own. The caller needs no async runtime.
    pub fn start(config: SandboxConfig) -> Result<Running> {
        let listener = http::bind(config.listen)?;
        let url = format!("http://{}", listener.local_addr()?);
        let platform = Arc::new({
            let reader = config.card.map(Reader::open).transpose()?;
            Platform::open(config.dir, url.clone(), config.eid_roots, reader, config.clock)?
        });
        let (stop, stopped) = watch::channel(false);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let served = Arc::clone(&platform);
        let thread = std::thread::Builder::new().name("ehcert-sandbox".into()).spawn(move || {
            runtime.block_on(async move {
                // Registering a bound socket fails only where the runtime has no I/O driver.
                if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                    http::serve(listener, served, config.web, stopped).await;
                }
            });
        })?;
        Ok(Running { url, platform, stop, thread: Some(thread) })
    }

    /// The authority of the software identity cards of a sandbox's folder: the one that is there, or a
    /// new one, in the file `eid-authority.json`. It is a file of its own beside the database, so that
    /// cards can be made while the sandbox runs; its roots belong into [`SandboxConfig::eid_roots`].
    pub fn eid_authority(dir: &Path) -> Result<EidAuthority> {
        std::fs::create_dir_all(dir)?;
        let file = dir.join("eid-authority.json");
        if !file.exists() {
            let authority = EidAuthority::create(Clock::System.now(), &mut OsRandom)?;
            let mut mark = [0; 8];
            OsRandom.fill(&mut mark)?;
            let temporary = dir.join(format!("eid-authority.json.{:016x}", u64::from_be_bytes(mark)));
            std::fs::write(&temporary, authority.to_json()?)?;
            // A link is never made over a file that is there: of two programs at once the first one wins.
            let linked = std::fs::hard_link(&temporary, &file);
            std::fs::remove_file(&temporary)?;
            if let Err(e) = linked
                && !file.exists()
            {
                return Err(e.into());
            }
        }
        Ok(EidAuthority::from_json(&std::fs::read_to_string(file)?)?)
    }
}

/// A sandbox that answers. Dropped, it stops as with [`Running::stop`].
#[derive(Debug)]
pub struct Running {
    url: String,
    platform: Arc<Platform>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// `http://127.0.0.1:PORT`, without a slash at the end. The services are at `/CertRa/v2`, `/EtkRa/v2`
    /// and `/EtkDepot/v1` under it.
    pub fn url(&self) -> &str {
        &self.url
    }
    /// What `POST /control` does, without HTTP.
    pub fn control(&self, command: Command) -> Result<State> {
        self.platform.control(command)
    }
    /// Its authorities; a client trusts [`Authority::roots`].
    pub fn authority(&self) -> &Authority {
        self.platform.authority()
    }
    /// Its clock.
    pub fn now(&self) -> Timestamp {
        self.platform.now()
    }
    /// Takes no more connections, lets answers on their way arrive (for two seconds), closes the state.
    pub fn stop(self) {
        drop(self);
    }
    /// Waits until the sandbox ends, which it does only with its process.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            // No receiver is left when the thread ended by itself.
            let _ = self.stop.send(true);
            let _ = thread.join();
        }
    }
}
