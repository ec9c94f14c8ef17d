//! Live connections, and how they end.

use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use hyper::StatusCode;
use serde_json::{Value, json};
use steadfast_circle::{
    CircleId,
    entry::Control,
    invitation::{Invitation, Offer},
};
use steadfast_relay::Limits;
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, protocol::CloseFrame},
};

use crate::support::Server;

/// Long enough for a busy machine. What should come within a second is measured apart.
const PATIENCE: Duration = Duration::from_secs(20);

struct Ear {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Ear {
    async fn open(server: &Server, circle: CircleId) -> Self {
        let url = format!("ws://{}/v1/circles/{circle}/live", server.address);
        Self { socket: connect_async(url).await.unwrap().0 }
    }

    async fn listen(server: &Server, circle: CircleId, token: &str) -> Self {
        let mut ear = Self::open(server, circle).await;
        ear.say(token).await;
        ear
    }

    async fn say(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    async fn next(&mut self) -> Message {
        loop {
            let message = timeout(PATIENCE, self.socket.next()).await.expect("nothing came");
            match message.unwrap().unwrap() {
                Message::Ping(_) | Message::Pong(_) => {}
                message => return message,
            }
        }
    }

    async fn hears(&mut self, expected: Value) {
        let message = self.next().await;
        assert_eq!(serde_json::from_str::<Value>(message.to_text().unwrap()).unwrap(), expected);
    }

    async fn is_closed(&mut self, reason: &str) {
        let Message::Close(Some(CloseFrame { reason: found, .. })) = self.next().await else {
            panic!("it was not closed")
        };
        assert_eq!(found.as_str(), reason);
    }
}

async fn served(limits: Limits) -> (tempfile::TempDir, Server) {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path(), limits).await;
    (data, server)
}

#[tokio::test]
async fn a_device_hears_within_a_second_that_its_circle_has_grown() {
    let (_data, server) = served(Limits::unhurried()).await;
    let (mut author, mut client) = server.author(1).await;
    let token = client.token.clone().unwrap();
    let mut ears = [
        Ear::listen(&server, author.circle, &token).await,
        Ear::listen(&server, author.circle, &token).await,
    ];
    for ear in &mut ears {
        ear.hears(json!({ "size": 1 })).await;
    }
    for size in 2..5_u64 {
        let written = author.write(10);
        let begun = Instant::now();
        client.append(author.circle, &[written]).await.receipt();
        for ear in &mut ears {
            ear.hears(json!({ "size": size })).await;
        }
        assert!(begun.elapsed() < Duration::from_secs(1), "it took {:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn a_knock_is_heard_by_who_listens_and_by_who_comes_later() {
    let (_data, server) = served(Limits::unhurried()).await;
    let (mut author, mut client) = server.author(2).await;
    let invitation = Invitation::make(author.circle, author.member, "", &mut author.rng).unwrap();
    let offer = Offer {
        kind: String::new(),
        circle_name: String::new(),
        inviter_name: String::new(),
        inviter_roles: vec![],
    };
    let control = invitation.invite(&offer, u64::MAX >> 1, &mut author.rng).unwrap();
    let opened = author.write_control(control);
    client.append(author.circle, &[opened]).await.receipt();
    let token = client.token.clone().unwrap();
    let mut before = Ear::listen(&server, author.circle, &token).await;
    before.hears(json!({ "size": 2 })).await;
    let path = format!("/v1/circles/{}/invitations/{}/knock", author.circle, invitation.id());
    assert_eq!(server.client().await.put(&path, "sealed").await.status, StatusCode::NO_CONTENT);
    before.hears(json!({ "knock": invitation.id().to_string() })).await;
    let mut later = Ear::listen(&server, author.circle, &token).await;
    later.hears(json!({ "size": 2 })).await;
    later.hears(json!({ "knock": invitation.id().to_string() })).await;
}

#[tokio::test]
async fn only_members_may_listen() {
    let (_data, server) = served(Limits::unhurried()).await;
    let (author, client) = server.author(3).await;
    let (_, somebody) = server.author(4).await;
    Ear::listen(&server, author.circle, "no token").await.is_closed("unauthorised").await;
    let foreign = somebody.token.clone().unwrap();
    Ear::listen(&server, author.circle, &foreign).await.is_closed("not a member").await;
    let nowhere = CircleId::from_bytes([5; 32]);
    let token = client.token.clone().unwrap();
    Ear::listen(&server, nowhere, &token).await.is_closed("not found").await;
    let mut binary = Ear::open(&server, author.circle).await;
    binary.socket.send(Message::binary(vec![1, 2, 3])).await.unwrap();
    binary.is_closed("the first message is a token").await;
}

#[tokio::test]
async fn who_leaves_the_circle_hears_no_more() {
    let (_data, server) = served(Limits::unhurried()).await;
    let (mut author, mut client) = server.author(5).await;
    let mut ear = Ear::listen(&server, author.circle, &client.token.clone().unwrap()).await;
    ear.hears(json!({ "size": 1 })).await;
    let leave = author.write_control(Control::Leave);
    client.append(author.circle, &[leave]).await.receipt();
    ear.is_closed("not a member").await;
}

#[tokio::test]
async fn who_says_nothing_at_all_is_not_waited_for() {
    let limits = Limits { head_seconds: 1, ..Limits::unhurried() };
    let (_data, server) = served(limits).await;
    let (author, _client) = server.author(6).await;
    Ear::open(&server, author.circle).await.is_closed("no token came").await;
}

#[tokio::test]
async fn who_answers_no_ping_is_let_go_and_who_does_is_kept() {
    let limits = Limits { ping_seconds: 1, ..Limits::unhurried() };
    let (_data, server) = served(limits).await;
    let (mut author, mut client) = server.author(7).await;
    let token = client.token.clone().unwrap();
    let mut kept = Ear::listen(&server, author.circle, &token).await;
    kept.hears(json!({ "size": 1 })).await;
    let mut deaf = Ear::listen(&server, author.circle, &token).await;
    deaf.hears(json!({ "size": 1 })).await;
    // Reading is what answers pings, so the one who is kept reads all the while and the other does not.
    let reading = tokio::spawn(async move {
        kept.hears(json!({ "size": 2 })).await;
    });
    let gone = async {
        loop {
            let metrics = client.get("/metrics").await;
            let metrics = String::from_utf8(metrics.body.to_vec()).unwrap();
            if metrics.contains("steadfast_live_connections 1\n") {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, gone).await.expect("nobody was let go");
    let written = author.write(1);
    client.append(author.circle, &[written]).await.receipt();
    reading.await.unwrap();
}

#[tokio::test]
async fn stopping_says_why_and_finishes_what_is_under_way() {
    let (_data, mut server) = served(Limits::unhurried()).await;
    let (mut author, mut client) = server.author(8).await;
    let mut ear = Ear::listen(&server, author.circle, &client.token.clone().unwrap()).await;
    ear.hears(json!({ "size": 1 })).await;
    server.tell_to_stop();
    ear.is_closed("the relay is stopping").await;
    let written = author.write(1);
    // Whether this reached the relay in time or not, it is answered truly or not at all.
    let path = format!("/v1/circles/{}/entries", author.circle);
    let body = crate::support::batch([&written]);
    if let Some(reply) = client.try_send(hyper::Method::POST, &path, body).await {
        assert!(
            reply.status == StatusCode::OK || reply.problem().as_deref() == Some("shutting-down")
        );
    }
    timeout(PATIENCE, server.stop()).await.expect("it did not stop");
}
