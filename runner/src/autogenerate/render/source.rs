//! Rust source: calls as text, and its layout.

use super::error::RenderError;

/// An expression of calls, one behind the other: `Column::new("id", Integer).primary_key()`.
pub(super) struct Calls {
    source: String,
    /// Whether there are more calls than the first.
    is_chain: bool,
}

impl Calls {
    /// Begins with a call of a function.
    pub(super) fn new(function: &str, arguments: &[String]) -> Self {
        Self { source: format!("{function}({})", arguments.join(", ")), is_chain: false }
    }

    /// Begins with a call of a method.
    pub(super) fn on(receiver: &str, method: &str, arguments: &[String]) -> Self {
        Self::new(&format!("{receiver}.{method}"), arguments)
    }

    /// Adds a call of a method.
    pub(super) fn call(mut self, method: &str, arguments: &[String]) -> Self {
        self.source += &format!(".{method}({})", arguments.join(", "));
        self.is_chain = true;
        self
    }

    /// Adds calls as they are, with the dot before them.
    pub(super) fn then(mut self, calls: &str) -> Self {
        self.source += calls;
        self.is_chain = true;
        self
    }

    /// Adds a call without arguments, where something is so.
    pub(super) fn when(self, is_so: bool, method: &str) -> Self {
        if is_so { self.call(method, &[]) } else { self }
    }

    /// Adds a call with this argument, where there is one.
    pub(super) fn with(self, method: &str, argument: Option<String>) -> Self {
        match argument {
            Some(argument) => self.call(method, &[argument]),
            None => self,
        }
    }

    /// Returns whether any call follows the first.
    pub(super) fn is_chain(&self) -> bool {
        self.is_chain
    }

    /// Returns the expression.
    pub(super) fn source(self) -> String {
        self.source
    }

    /// Returns the expression as a statement that hands errors on.
    pub(super) fn statement(self) -> String {
        self.source + "?;"
    }
}

/// Returns the statement that calls a method of the context.
pub(super) fn invocation(method: &str, arguments: &[String]) -> String {
    Calls::on("ctx", method, arguments).statement()
}

/// Returns the statement that carries out an operation value: by its short method where that says all, which is so unless more calls follow
/// its first one.
pub(super) fn short_or_invoked(method: &str, arguments: &[String], operation: Calls) -> String {
    if operation.is_chain() { invoked(operation) } else { invocation(method, arguments) }
}

/// Returns the statement that carries out an operation value.
pub(super) fn invoked(operation: Calls) -> String {
    invocation("invoke", &[format!("&{}", operation.source())])
}

/// A line of a function.
pub(super) enum Statement {
    /// Code.
    Code(String),
    /// A comment.
    Comment(String),
}

/// Lays out a function's body, as it stands between the braces.
pub(super) fn body(statements: &[Statement]) -> Result<String, RenderError> {
    let code = statements.iter().filter_map(|it| match it {
        Statement::Code(code) => Some(code.as_str()),
        Statement::Comment(_) => None,
    });
    let code: Vec<&str> = code.collect();
    // The layout drops comments: a macro call stands for each meanwhile, of a name that is nowhere else.
    let mut mark = "comment".to_owned();
    while code.iter().any(|it| it.contains(&mark)) {
        mark.push('_');
    }
    let mut source = String::from("fn body() {\n");
    for (at, statement) in statements.iter().enumerate() {
        match statement {
            Statement::Code(code) => source += code,
            Statement::Comment(_) => source += &format!("{mark}!({at});"),
        }
        source.push('\n');
    }
    source += if code.is_empty() { "let _ = ctx; Ok(()) }" } else { "Ok(()) }" };
    let laid_out = layout(&source)?;
    let inside = laid_out.trim_end().strip_prefix("fn body() {\n");
    let inside = inside.and_then(|it| it.strip_suffix("\n}")).unwrap_or(&laid_out);
    let start = format!("{mark}!(");
    let lines = inside.split('\n').map(|line| {
        let at = line.trim_start().strip_prefix(&start).and_then(|rest| rest.strip_suffix(");"));
        match at.and_then(|at| at.parse::<usize>().ok()).and_then(|at| statements.get(at)) {
            Some(Statement::Comment(text)) => comment(text),
            _ => line.to_owned(),
        }
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

/// Lays out a file.
pub(super) fn layout(source: &str) -> Result<String, RenderError> {
    let file = syn::parse_file(source)
        .map_err(|error| RenderError::Source { reason: error.to_string() })?;
    Ok(prettyplease::unparse(&file))
}

fn comment(text: &str) -> String {
    let text = crate::script::plain(text);
    let lines = text.lines().map(|line| format!("    // {line}").trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}
