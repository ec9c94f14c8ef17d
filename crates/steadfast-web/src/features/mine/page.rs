//! The page of *Mine*: a place to write first, then what was written.

use leptos::prelude::*;
use steadfast_member::view::Standing;
use steadfast_repair::{
    journal::{Act, Write},
    relationship::Act as SaidAct,
};

use super::{
    closed::{CloseAgain, Closed},
    parts::{Leaves, Promises},
};
use crate::{
    app::Session,
    circle::{self, Circle},
    messages as say,
    moment::Moment,
    routes::Route,
    saying::{HowItWent, Saying},
    ui::{GoButton, Page, Reads, Stitch, Weight},
    writing::WordsForm,
};

/// *Mine*, or the way into it if it has a passphrase of its own.
#[component]
pub(crate) fn MinePage() -> impl IntoView {
    let session = expect_context::<Session>();
    let mine = circle::mine(session);
    move || {
        let mine = mine.get()?;
        Some(if mine.standing == Standing::Closed {
            view! { <Closed /> }.into_any()
        } else {
            view! { <Open mine /> }.into_any()
        })
    }
}

#[component]
fn Open(mine: Circle) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let saying = Saying::new(session);
    let circle = mine.id;
    let write = |text| SaidAct::Journal(Act::Write(Write { text }));
    view! {
        <Page title=say::mine::title()>
            <p class="quiet">{say::mine::lead()}</p>
            <WordsForm
                kept_as="mine/page"
                circle
                saying
                act=write
                told=say::mine::kept()
                if_blank=say::mine::blank()
                label=say::mine::write()
                help=say::mine::write_hint()
                reads=Reads::MeAlone
                send=say::mine::keep()
                weight=Weight::Main
                lines=6
            />
            <div class="row">
                <GoButton to=Route::Unsent label=say::unsent::title() />
            </div>
            <Stitch />
            <Leaves circle moment saying />
            <Promises circle moment />
            <CloseAgain />
            <HowItWent saying />
        </Page>
    }
}
