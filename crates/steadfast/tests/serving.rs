//! `steadfast serve` as a process: what it prints, what it answers, and how it ends.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected should stop there")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
};

struct Serving {
    child: Child,
    said: String,
    address: String,
}

fn serve(folder: &Path, arguments: &[&str]) -> Serving {
    let mut child = Command::new(env!("CARGO_BIN_EXE_steadfast"))
        .arg("serve")
        .args(arguments)
        .current_dir(folder)
        .env("STEADFAST_LISTEN", "127.0.0.1:0")
        .env("STEADFAST_LOG_FORMAT", "json")
        .env("STEADFAST_LOG", "debug")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
    let address = said.trim().rsplit_once("http://").expect("no address was printed").1.to_owned();
    Serving { child, said, address }
}

impl Serving {
    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Asks the process to end, and gives what it logged.
    fn stop(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert!(self.child.wait().unwrap().success(), "{log}");
        log
    }
}

#[test]
fn serves_the_relay_and_the_app_and_ends_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let serving = serve(folder.path(), &[]);
    assert!(serving.said.starts_with("Steadfast is at http://localhost:"), "{}", serving.said);
    assert!(serving.get("/healthz").ends_with("{\"status\":\"ok\"}"));
    assert!(serving.get("/v1/relay").contains("localhost:4480"));
    // Not a path of the relay's: this is the app's, even when the app is not built in.
    assert!(serving.get("/").contains("require-trusted-types-for"));
    assert!(serving.get("/v1/nothing").contains("urn:steadfast:problem:not-found"));
    assert!(folder.path().join("data/relay.key").exists());
    let log = serving.stop();
    for line in log.lines() {
        assert!(line.starts_with("{\"timestamp\":") && line.ends_with('}'), "{line}");
        assert!(!line.contains("127.0.0.1"), "an address was logged: {line}");
    }
    assert!(log.contains("\"route\":\"/healthz\""), "{log}");
}

#[test]
fn relay_only_serves_no_app() {
    let folder = tempfile::tempdir().unwrap();
    let serving = serve(folder.path(), &["--relay-only", "--data", "elsewhere"]);
    assert!(serving.said.starts_with("The relay is at http://localhost:"), "{}", serving.said);
    let answer = serving.get("/");
    assert!(
        answer.starts_with("HTTP/1.1 404") && answer.contains("urn:steadfast:problem:not-found"),
        "{answer}"
    );
    assert!(serving.get("/v1/relay").starts_with("HTTP/1.1 200"));
    assert!(folder.path().join("elsewhere/relay.sqlite").exists());
    serving.stop();
}

#[test]
fn a_second_relay_in_the_same_folder_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let serving = serve(folder.path(), &[]);
    let second = Command::new(env!("CARGO_BIN_EXE_steadfast"))
        .args(["serve", "--listen", "127.0.0.1:0"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(!second.status.success());
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.contains("another relay is running with the data folder data"), "{said}");
    serving.stop();
}
