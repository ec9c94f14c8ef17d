//! Telling those who listen that a circle has grown.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use steadfast_circle::{CircleId, InvitationId};
use tokio::sync::broadcast;

/// News that may wait for one listener before the oldest are dropped. A listener that missed some is told the
/// present state instead.
const WAITING_NEWS: usize = 16;

/// Something that has become durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// The circle has this many entries now.
    Grew(u64),
    /// Somebody knocked at this invitation.
    Knock(InvitationId),
}

/// Who listens to which circle.
#[derive(Debug, Default)]
pub(crate) struct Live {
    topics: Mutex<HashMap<CircleId, broadcast::Sender<News>>>,
}

/// One listener.
pub(crate) struct Listener<'a> {
    live: &'a Live,
    circle: CircleId,
    news: Option<broadcast::Receiver<News>>,
}

impl Live {
    /// Begins to listen. Whatever is told from now on arrives.
    pub(crate) fn listen(&self, circle: CircleId) -> Listener<'_> {
        let mut topics = self.topics.lock().unwrap_or_else(PoisonError::into_inner);
        let topic = topics.entry(circle).or_insert_with(|| broadcast::Sender::new(WAITING_NEWS));
        Listener { live: self, circle, news: Some(topic.subscribe()) }
    }

    /// Tells all who listen to the circle. Never waits.
    pub(crate) fn tell(&self, circle: CircleId, news: News) {
        let topics = self.topics.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(topic) = topics.get(&circle) {
            // There is a moment in which the last listener has gone and the topic has not.
            let _listeners = topic.send(news);
        }
    }
}

impl Listener<'_> {
    /// The next news, or `None` if some were missed and the present state should be told instead.
    pub(crate) async fn next(&mut self) -> Option<News> {
        match &mut self.news {
            Some(news) => news.recv().await.ok(),
            None => None,
        }
    }
}

impl Drop for Listener<'_> {
    fn drop(&mut self) {
        let mut topics = self.live.topics.lock().unwrap_or_else(PoisonError::into_inner);
        self.news = None;
        if topics.get(&self.circle).is_some_and(|topic| topic.receiver_count() == 0) {
            topics.remove(&self.circle);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CIRCLE: CircleId = CircleId::from_bytes([1; 32]);

    #[tokio::test]
    async fn news_reach_their_circle_only() {
        let live = Live::default();
        let mut here = live.listen(CIRCLE);
        let mut elsewhere = live.listen(CircleId::from_bytes([2; 32]));
        live.tell(CIRCLE, News::Grew(3));
        live.tell(CircleId::from_bytes([2; 32]), News::Knock(InvitationId::from_bytes([5; 16])));
        assert_eq!(here.next().await, Some(News::Grew(3)));
        assert_eq!(elsewhere.next().await, Some(News::Knock(InvitationId::from_bytes([5; 16]))));
    }

    #[tokio::test]
    async fn who_missed_some_is_told_so_once() {
        let live = Live::default();
        let mut slow = live.listen(CIRCLE);
        for size in 0..100 {
            live.tell(CIRCLE, News::Grew(size));
        }
        assert_eq!(slow.next().await, None);
        assert_eq!(slow.next().await, Some(News::Grew(84)));
    }

    #[test]
    fn nothing_is_kept_of_a_circle_that_nobody_listens_to() {
        let live = Live::default();
        let (one, two) = (live.listen(CIRCLE), live.listen(CIRCLE));
        drop(one);
        assert_eq!(live.topics.lock().unwrap().len(), 1);
        drop(two);
        assert!(live.topics.lock().unwrap().is_empty());
        live.tell(CIRCLE, News::Grew(1));
    }
}
