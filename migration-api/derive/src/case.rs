//! How names of Rust become names of a database.

use proc_macro2::Span;
use syn::LitStr;

/// A way to write a name of several words.
#[derive(Clone, Copy)]
pub(crate) enum Case {
    Snake,
    ScreamingSnake,
    Kebab,
    Camel,
    Pascal,
    Lower,
    Upper,
}

const CASES: &[(&str, Case)] = &[
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("kebab-case", Case::Kebab),
    ("camelCase", Case::Camel),
    ("PascalCase", Case::Pascal),
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
];

impl Case {
    /// Reads the name of a case, which is written as that case writes it.
    pub(crate) fn read(text: &LitStr) -> syn::Result<Self> {
        let value = text.value();
        CASES.iter().find(|(name, _)| *name == value).map(|(_, case)| *case).ok_or_else(|| {
            let all: Vec<_> = CASES.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            let message = format!("`rename_all` takes one of {}", all.join(", "));
            syn::Error::new(text.span(), message)
        })
    }

    /// Writes a name of Rust so.
    pub(crate) fn apply(self, name: &str) -> String {
        let words = words(name);
        let capitals =
            |words: &[String]| words.iter().map(|word| capital(word)).collect::<String>();
        match self {
            Self::Snake => words.join("_"),
            Self::ScreamingSnake => words.join("_").to_uppercase(),
            Self::Kebab => words.join("-"),
            Self::Pascal => capitals(&words),
            Self::Camel => match words.split_first() {
                Some((first, rest)) => format!("{first}{}", capitals(rest)),
                None => String::new(),
            },
            Self::Lower => words.concat(),
            Self::Upper => words.concat().to_uppercase(),
        }
    }
}

/// Returns the words of a name, in small letters: those between `_`, and those that begin with a capital, or
/// end before the last of several (`HTTPServer` is `http`, `server`).
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in name.split('_').filter(|part| !part.is_empty()) {
        let letters: Vec<char> = part.chars().collect();
        let mut word = String::new();
        for (i, letter) in letters.iter().enumerate() {
            let after_small = i > 0 && !letters[i - 1].is_uppercase();
            let before_small = letters.get(i + 1).is_some_and(|next| next.is_lowercase());
            if letter.is_uppercase() && !word.is_empty() && (after_small || before_small) {
                words.push(std::mem::take(&mut word));
            }
            word.extend(letter.to_lowercase());
        }
        words.push(word);
    }
    words
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Returns a text literal at a place.
pub(crate) fn literal(text: &str, span: Span) -> LitStr {
    LitStr::new(text, span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_in_any_case() {
        for (name, snake, camel, upper) in [
            ("OrderLine", "order_line", "orderLine", "ORDERLINE"),
            ("HTTPServer", "http_server", "httpServer", "HTTPSERVER"),
            ("Sha256Sum", "sha256_sum", "sha256Sum", "SHA256SUM"),
            ("created_at", "created_at", "createdAt", "CREATEDAT"),
            ("A", "a", "a", "A"),
            ("InStock2", "in_stock2", "inStock2", "INSTOCK2"),
        ] {
            assert_eq!(Case::Snake.apply(name), snake);
            assert_eq!(Case::Camel.apply(name), camel);
            assert_eq!(Case::Upper.apply(name), upper);
        }
        assert_eq!(Case::Kebab.apply("OrderLine"), "order-line");
        assert_eq!(Case::ScreamingSnake.apply("OrderLine"), "ORDER_LINE");
        assert_eq!(Case::Pascal.apply("order_line"), "OrderLine");
        assert_eq!(Case::Lower.apply("OrderLine"), "orderline");
    }
}
