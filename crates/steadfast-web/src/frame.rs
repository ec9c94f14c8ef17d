//! What stands around every page: the doors, the way out, help, and the notice of a newer version.

use leptos::{ev::MouseEvent, html, prelude::*};

use crate::{
    app::{Door, Navigation, Session},
    messages as say, naming, platform,
    routes::{Address, Route},
    ui::{Button, Go, Icon, Note, Shape, Weight},
};

/// Around the content: the skip link, Leave, the doors when the app is open, and the quiet foot with help and safety.
#[component]
pub(crate) fn Frame(children: Children) -> impl IntoView {
    let session = expect_context::<Session>();
    let navigation = expect_context::<Navigation>();
    let beginning = Memo::new(move |_| navigation.route() == Some(Route::Begin));
    // Beginning is a way with its own steps; the doors come after it. From a look at Help, too, nobody is to walk away
    // from words that are on no paper yet.
    let open = Memo::new(move |_| {
        session.door() == Door::Open && !beginning.get() && !session.is_writing_down()
    });
    let content = NodeRef::<html::Main>::new();
    // The browser would make a step of its own of it, at which nothing says which circle the page is about.
    let skip = move |event: MouseEvent| {
        event.prevent_default();
        if let Some(content) = content.get_untracked() {
            // A courtesy: where the focus cannot be given, the page is still there.
            let _ = content.focus();
        }
    };
    view! {
        <a class="skip" href="#content" on:click=skip>
            {say::frame::skip()}
        </a>
        <button type="button" class="button leave no-print" on:click=|_| platform::leave()>
            <Icon shape=Shape::Out />
            {say::frame::leave()}
        </button>
        <div class="frame" class:has-doors=open>
            <Show when=move || open.get()>
                <Doors />
            </Show>
            <div class="frame-page">
                <NewVersion />
                <AtTheDoor />
                <Show when=move || session.is_writing_down() && !beginning.get()>
                    <div class="above-page">
                        <Note>
                            <p>{say::frame::words_wait()}</p>
                            <p>
                                <Go to=Route::Begin label=say::frame::words_wait_go() />
                            </p>
                        </Note>
                    </div>
                </Show>
                <main id="content" tabindex="-1" node_ref=content>
                    {children()}
                </main>
                <footer class="foot no-print">
                    <Go to=Route::Help label=say::frame::help() />
                    <Go to=Route::Safety label=say::frame::safety() />
                </footer>
            </div>
        </div>
    }
}

/// The four doors: a bar at the bottom of a phone, a rail at the side of a desk.
#[component]
fn Doors() -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    let behind = Memo::new(move |_| navigation.route().and_then(|route| route.door()));
    // Whoever has no *Us* but other circles, as a therapist has, finds those behind its door.
    let session = expect_context::<Session>();
    let without_us = Memo::new(move |_| session.is_without_us());
    let us = move || if without_us.get() { say::frame::circles() } else { say::frame::us() };
    let doors = [
        (Route::Today, Shape::Day, Signal::stored(say::frame::today())),
        (Route::Us, Shape::Two, Signal::derive(us)),
        (Route::Mine, Shape::Leaf, Signal::stored(say::frame::mine())),
        (Route::More, Shape::Lines, Signal::stored(say::frame::more())),
    ];
    let doors = doors.into_iter().map(|(route, shape, word)| {
        let (href, here, to) = (route.to_string(), route.clone(), Address::from(route));
        view! {
            <li>
                <a
                    class="door"
                    href=href
                    on:click=move |event| navigation.follow(&event, to.clone())
                    aria-current=move || (behind.read().as_ref() == Some(&here)).then_some("page")
                >
                    <Icon shape />
                    <span>{word}</span>
                </a>
            </li>
        }
    });
    view! {
        <nav class="doors no-print" aria-label=say::frame::main_navigation()>
            <ul>{doors.collect_view()}</ul>
        </nav>
    }
}

/// Says on every page that somebody knocks, since whoever knocks waits.
#[component]
fn AtTheDoor() -> impl IntoView {
    let session = expect_context::<Session>();
    let navigation = expect_context::<Navigation>();
    let names = Memo::new(move |_| {
        let names = session.knocks().into_iter().map(|(_, knock)| knock.name.as_str().to_owned());
        names.collect::<Vec<_>>()
    });
    let there = Memo::new(move |_| {
        matches!(
            navigation.route(),
            Some(Route::People | Route::Begin | Route::Help | Route::Safety)
        )
    });
    view! {
        <div role="status">
            <Show when=move || !names.read().is_empty() && !there.get()>
                <div class="above-page">
                    <Note>
                        <p>{move || say::frame::knocks(naming::together(&names.read()))}</p>
                        <p>
                            <Go to=Route::People label=say::frame::knocks_look() />
                        </p>
                    </Note>
                </div>
            </Show>
        </div>
    }
}

/// Offers a newer version, and never takes it by itself: somebody may be in the middle of a sentence.
#[component]
fn NewVersion() -> impl IntoView {
    let waiting = RwSignal::new(false);
    platform::watch_for_new_version(waiting);
    view! {
        <Show when=move || waiting.get()>
            <div class="above-page">
                <Note>
                    <p role="status">{say::frame::update_title()}</p>
                    <p>{say::frame::update_body()}</p>
                    <div class="row">
                        <Button label=say::frame::update_now() on_press=|()| platform::use_new_version() />
                        <Button label=say::frame::update_later() weight=Weight::Quiet on_press=move |()| waiting.set(false) />
                    </div>
                </Note>
            </div>
        </Show>
    }
}
