//! No word that people see stands in Rust: it belongs in a catalogue, where every language can say it.
//!
//! Three kinds of literals are faults in the app: text between the tags of `view!`, the value of an attribute or
//! property that is shown or read aloud, and, elsewhere, a literal that reads like a sentence.

use anyhow::{Context, Result};
use proc_macro2::{Span, TokenStream};
use rstml::node::{Node, NodeAttribute};
use syn::{
    Attribute, Expr, ExprMethodCall, ItemMod, LitStr, Macro,
    visit::{self, Visit},
};

use super::Fault;

/// Attributes and properties of our components whose values people see or hear.
const SHOWN: [&str; 15] = [
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "aria-valuetext",
    "alt",
    "placeholder",
    "title",
    "label",
    "help",
    "what",
    "nothing_lost",
    "now",
    "close_label",
    "words",
    "content",
];
/// Calls and macros whose literals are for developers.
const FOR_DEVELOPERS: [&str; 12] = [
    "expect",
    "panic",
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "unreachable",
    "concat",
    "include_str",
    "env",
    "expect_err",
    "write",
];

/// Every literal of one file of the app that people would see.
pub(super) fn check(path: &str, text: &str) -> Result<Vec<Fault>> {
    let file = syn::parse_file(text).with_context(|| format!("{path} is not Rust"))?;
    let mut finder = Finder { path, shown: false, faults: Vec::new() };
    finder.visit_file(&file);
    Ok(finder.faults)
}

struct Finder<'a> {
    path: &'a str,
    /// Whether what is being walked is shown as it is, so that even one word is a fault.
    shown: bool,
    faults: Vec<Fault>,
}

impl Finder<'_> {
    fn fault(&mut self, span: Span, literal: &str) {
        let place = format!("{}:{}", self.path, span.start().line);
        self.faults.push(Fault::new(
            place,
            format!("{literal:?} is shown to people and stands in no catalogue"),
        ));
    }

    fn with_shown(&mut self, shown: bool, walk: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.shown, shown);
        walk(self);
        self.shown = before;
    }

    fn view(&mut self, tokens: TokenStream) {
        match rstml::parse2(tokens) {
            Ok(nodes) => nodes.iter().for_each(|node| self.node(node)),
            // The compiler refuses it as well, and says why.
            Err(error) => self.fault(error.span(), "what cannot be read in view!"),
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Text(text) if has_letter(&text.value.value()) => {
                self.fault(text.value.span(), &text.value.value());
            }
            Node::Block(block) => {
                if let Some(block) = block.try_block() {
                    self.with_shown(true, |finder| finder.visit_block(block));
                }
            }
            Node::Element(element) => {
                for attribute in element.attributes() {
                    self.attribute(attribute);
                }
                element.children.iter().for_each(|child| self.node(child));
            }
            Node::Fragment(fragment) => {
                fragment.children().iter().for_each(|child| self.node(child))
            }
            Node::Comment(_)
            | Node::Doctype(_)
            | Node::Text(_)
            | Node::RawText(_)
            | Node::Custom(_) => {}
        }
    }

    fn attribute(&mut self, attribute: &NodeAttribute) {
        if let NodeAttribute::Attribute(keyed) = attribute
            && let Some(value) = keyed.value()
        {
            let shown = SHOWN.contains(&keyed.key.to_string().as_str());
            self.with_shown(shown, |finder| finder.visit_expr(value));
        }
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        let for_tests = module.attrs.iter().any(|attribute| {
            attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Ident>().is_ok_and(|name| name == "test")
        });
        if !for_tests {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_lit_str(&mut self, literal: &'ast LitStr) {
        let text = literal.value();
        if (self.shown && reads_like_words(&text)) || reads_like_a_sentence(&text) {
            self.fault(literal.span(), &text);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if FOR_DEVELOPERS.iter().any(|name| call.method == name) {
            self.visit_expr(&call.receiver);
        } else {
            visit::visit_expr_method_call(self, call);
        }
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        let name =
            call.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        if name == "view" {
            self.with_shown(false, |finder| finder.view(call.tokens.clone()));
        } else if !FOR_DEVELOPERS.contains(&name.as_str()) {
            // Most macros take expressions parted by commas; what is not of that form holds no view of ours.
            let arguments = call.parse_body_with(
                syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated,
            );
            for argument in arguments.into_iter().flatten() {
                self.visit_expr(&argument);
            }
        }
    }
}

fn has_letter(text: &str) -> bool {
    // What stands in braces is a parameter of `format!`.
    let mut inside = false;
    text.chars().any(|letter| {
        inside = (inside || letter == '{') && letter != '}';
        !inside && letter.is_alphabetic()
    })
}

/// Something that would be words where it is shown: a capital, or several words. What is neither is a name for the
/// machine, such as a class.
fn reads_like_words(text: &str) -> bool {
    has_letter(text) && (text.starts_with(char::is_uppercase) || text.trim().contains(' '))
}

/// A capital, at least three words, and letters only where a sentence has them.
fn reads_like_a_sentence(text: &str) -> bool {
    let words = text
        .split(' ')
        .filter(|word| word.chars().all(|c| c.is_alphabetic() || ",.?'’:;".contains(c)))
        .count();
    text.starts_with(char::is_uppercase) && words >= 3
}

#[cfg(test)]
mod tests {
    use super::check;

    fn found(body: &str) -> Vec<String> {
        let text = format!("fn page() {{ {body} }}");
        check("page.rs", &text).unwrap().into_iter().map(|fault| fault.what).collect()
    }

    fn assert_silent(body: &str) {
        assert_eq!(found(body), Vec::<String>::new(), "{body}");
    }

    #[test]
    fn text_between_tags_is_found() {
        assert_eq!(found(r#"view! { <p>"Sent"</p> }"#).len(), 1);
        assert_eq!(found(r#"view! { <Show when=move || a.get()><b>"kept"</b></Show> }"#).len(), 1);
    }

    #[test]
    fn what_is_shown_or_read_aloud_by_an_attribute_is_found() {
        assert_eq!(
            found(r#"view! { <button aria-label="close"></button> }"#).len(),
            0,
            "one small word may be a name"
        );
        assert_eq!(found(r#"view! { <button aria-label="Close"></button> }"#).len(), 1);
        assert_eq!(found(r#"view! { <Button label=format!("Send to {name}") /> }"#).len(), 1);
        assert_eq!(found(r#"view! { <input placeholder="your name" /> }"#).len(), 1);
    }

    #[test]
    fn words_chosen_by_code_are_found() {
        assert_eq!(found(r#"view! { <p>{if kept { "Kept" } else { "Missed" }}</p> }"#).len(), 2);
        assert_eq!(found(r#"let a = "Nothing that you wrote is lost.";"#).len(), 1);
        assert_eq!(found(r#"view! { <p>{move || view! { <b>"Deep"</b> }}</p> }"#).len(), 1);
    }

    #[test]
    fn names_for_the_machine_are_not_words() {
        assert_silent(
            r#"view! { <p class="quiet small" id="a">{say::help::title()} " " {name}</p> }"#,
        );
        assert_silent(
            r#"view! { <button type=if submit { "submit" } else { "button" }></button> }"#,
        );
        assert_silent(
            r#"let path = format!("/commitments/{id}"); value.expect("It is a path, and paths have names");"#,
        );
        assert_silent(r#"view! { <svg viewBox=format!("0 0 {side} {side}")></svg> }"#);
    }

    #[test]
    fn tests_may_say_what_they_like() {
        let text = "#[cfg(test)] mod tests { const A: &str = \"Reads this: Ana and you\"; }";
        assert!(check("a.rs", text).unwrap().is_empty());
    }
}
