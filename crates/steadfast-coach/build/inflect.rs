//! Forms of English verbs: regular ones by rule, irregular ones from the lexicon.

/// The forms of a regular verb: itself, -s, -ed, -ing.
pub(crate) fn regular(verb: &str) -> Vec<String> {
    let mut forms = vec![verb.to_owned()];
    let last = verb.chars().next_back().unwrap_or(' ');
    let before = verb.chars().rev().nth(1).unwrap_or(' ');
    let vowel = |letter: char| "aeiou".contains(letter);
    if last == 'y' && !vowel(before) {
        let stem = &verb[..verb.len() - 1];
        forms.extend([format!("{stem}ies"), format!("{stem}ied"), format!("{verb}ing")]);
    } else if let Some(stem) = verb.strip_suffix("ie") {
        forms.extend([format!("{verb}s"), format!("{verb}d"), format!("{stem}ying")]);
    } else if last == 'e' && before != 'e' {
        let stem = &verb[..verb.len() - 1];
        forms.extend([format!("{verb}s"), format!("{verb}d"), format!("{stem}ing")]);
    } else {
        let s = if verb.ends_with('s')
            || verb.ends_with("sh")
            || verb.ends_with("ch")
            || verb.ends_with('x')
        {
            "es"
        } else {
            "s"
        };
        let doubled = if doubles(verb) { last.to_string() } else { String::new() };
        forms.extend([
            format!("{verb}{s}"),
            format!("{verb}{doubled}ed"),
            format!("{verb}{doubled}ing"),
        ]);
    }
    forms
}

/// One vowel and one consonant at the end of a short verb: "stop", "beg".
fn doubles(verb: &str) -> bool {
    let letters: Vec<char> = verb.chars().rev().collect();
    let vowel = |letter: char| "aeiou".contains(letter);
    match letters[..] {
        [last, middle, third, ..] => {
            let vowels = letters.iter().filter(|letter| vowel(**letter)).count();
            !vowel(last) && !"wxy".contains(last) && vowel(middle) && !vowel(third) && vowels == 1
        }
        _ => false,
    }
}
