//! A relay and the app, served by the command that people run.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

/// The running command. Stopped hard when dropped.
pub(crate) struct Host {
    child: Child,
    data: PathBuf,
    port: u16,
    /// Folders that go when it goes.
    folders: Vec<TempDir>,
}

impl Host {
    /// Starts `steadfast serve` on a free port of the loopback interface and waits until it says that it is ready.
    pub(crate) fn start() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let mut host = Self::start_on(folder.path(), free_port());
        host.folders.push(folder);
        host
    }

    /// As [`Host::start`], with data that somebody else keeps, on a port that is free.
    pub(crate) fn start_on(data: &Path, port: u16) -> Self {
        Self { child: serve(port, data), data: data.to_owned(), port, folders: Vec::new() }
    }

    /// Where the app is, without a slash at the end. Browsers treat `localhost` as a secure context.
    pub(crate) fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Pulls the plug.
    pub(crate) fn stop(&mut self) {
        self.child.kill().expect("the command runs");
        self.child.wait().expect("the command can be waited for");
    }

    /// Starts again after [`Host::stop`], on the same port with the same data.
    pub(crate) fn start_again(&mut self) {
        self.child = serve(self.port, &self.data);
    }

    /// A copy of the data, as a dishonest host would keep one aside. Only while stopped.
    pub(crate) fn copy(&self) -> TempDir {
        let copy = TempDir::new().expect("a temporary folder");
        for file in fs::read_dir(&self.data).expect("the data can be listed") {
            let from = file.expect("the data can be listed").path();
            let name = from.file_name().expect("a file has a name");
            fs::copy(&from, copy.path().join(name)).expect("a file can be copied");
        }
        copy
    }

    /// Starts again after [`Host::stop`], on the same port with the data of [`Host::copy`].
    pub(crate) fn serve_copy(&mut self, copy: TempDir) {
        self.data = copy.path().to_owned();
        self.folders.push(copy);
        self.start_again();
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // It may have been stopped already; then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port of the loopback interface on which nobody listens.
pub(crate) fn free_port() -> u16 {
    let free = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    free.local_addr().expect("a bound socket has an address").port()
}

fn serve(port: u16, data: &Path) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_steadfast"))
        .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("the command starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output is piped")).lines();
    loop {
        let line =
            lines.next().expect("the command says where it listens").expect("its output is text");
        if line.contains(&format!(":{port}")) {
            break;
        }
    }
    // What it prints later is of no interest, but it must not block on a full pipe.
    std::thread::spawn(move || lines.for_each(drop));
    child
}
