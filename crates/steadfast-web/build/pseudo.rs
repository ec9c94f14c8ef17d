//! A made-up language: readable English with accents, a third longer, in brackets.
//!
//! What stands on a page without accents is in no catalogue; what loses its bracket does not fit.

/// The text in the made-up language; `{names}` of parameters are left as they are.
pub(crate) fn text(text: &str) -> String {
    let mut changed = String::from("[");
    let mut inside_name = false;
    for letter in text.chars() {
        inside_name = (inside_name || letter == '{') && letter != '}';
        changed.push(if inside_name { letter } else { accented(letter) });
    }
    let longer = text.chars().count() / 3;
    changed.extend(std::iter::repeat_n('~', longer));
    changed.push(']');
    changed
}

fn accented(letter: char) -> char {
    match letter {
        'a' => 'á',
        'c' => 'ç',
        'd' => 'đ',
        'e' => 'é',
        'g' => 'ĝ',
        'h' => 'ĥ',
        'i' => 'ï',
        'j' => 'ĵ',
        'k' => 'ķ',
        'l' => 'ļ',
        'n' => 'ñ',
        'o' => 'ö',
        'r' => 'ŕ',
        's' => 'š',
        't' => 'ţ',
        'u' => 'û',
        'w' => 'ŵ',
        'y' => 'ý',
        'z' => 'ž',
        'A' => 'Å',
        'E' => 'É',
        'I' => 'Î',
        'N' => 'Ñ',
        'O' => 'Ø',
        'S' => 'Š',
        'T' => 'Ţ',
        'U' => 'Û',
        'W' => 'Ŵ',
        'Y' => 'Ý',
        other => other,
    }
}
