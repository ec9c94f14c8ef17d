//! What each letter is called, what it is for, what belongs in it and what does not.

use leptos::prelude::*;

use super::state::Form;
use crate::messages as say;

/// What a letter is called.
pub(super) fn name(form: Form) -> &'static str {
    match form {
        Form::Acknowledgement => say::letters::acknowledgement(),
        Form::Apology => say::letters::apology(),
        Form::Impact => say::letters::impact(),
        Form::Restitution => say::letters::restitution(),
        Form::Validation => say::letters::validation(),
    }
}

/// What it is for, in a sentence.
pub(super) fn purpose(form: Form) -> &'static str {
    match form {
        Form::Acknowledgement => say::letters::acknowledgement_for(),
        Form::Apology => say::letters::apology_for(),
        Form::Impact => say::letters::impact_for(),
        Form::Restitution => say::letters::restitution_for(),
        Form::Validation => say::letters::validation_for(),
    }
}

fn belongs(form: Form) -> Vec<&'static str> {
    use say::letters as l;
    match form {
        Form::Acknowledgement => {
            vec![l::acknowledgement_in_1(), l::acknowledgement_in_2(), l::acknowledgement_in_3()]
        }
        Form::Apology => {
            vec![l::apology_in_1(), l::apology_in_2(), l::apology_in_3(), l::apology_in_4()]
        }
        Form::Impact => vec![l::impact_in_1(), l::impact_in_2(), l::impact_in_3()],
        Form::Restitution => {
            vec![l::restitution_in_1(), l::restitution_in_2(), l::restitution_in_3()]
        }
        Form::Validation => vec![l::validation_in_1(), l::validation_in_2(), l::validation_in_3()],
    }
}

fn stays_out(form: Form) -> Vec<&'static str> {
    use say::letters as l;
    match form {
        Form::Acknowledgement => vec![l::acknowledgement_out_1(), l::acknowledgement_out_2()],
        Form::Apology => vec![l::apology_out_1(), l::apology_out_2(), l::apology_out_3()],
        // Whoever was hurt is told by nobody what they may not write.
        Form::Impact => Vec::new(),
        Form::Restitution => {
            vec![l::restitution_out_1(), l::restitution_out_2(), l::restitution_out_3()]
        }
        Form::Validation => vec![l::validation_out_1(), l::validation_out_2()],
    }
}

/// The guide, folded away once one knows it.
#[component]
pub(super) fn Guide(form: Form) -> impl IntoView {
    let items =
        |of: Vec<&'static str>| of.into_iter().map(|it| view! { <li>{it}</li> }).collect_view();
    let out = stays_out(form);
    let any_out = !out.is_empty();
    view! {
        <p>{purpose(form)}</p>
        <details class="fold">
            <summary>{say::letters::guide()}</summary>
            <div class="group">
                <h2>{say::letters::guide_in()}</h2>
                <ul class="guide-items">{items(belongs(form))}</ul>
                {any_out
                    .then(|| {
                        view! {
                            <h2>{say::letters::guide_out()}</h2>
                            <ul class="guide-items">{items(out)}</ul>
                        }
                    })}
            </div>
        </details>
    }
}
