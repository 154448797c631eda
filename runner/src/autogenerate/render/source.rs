//! Rust source: calls as text, and its layout.

use super::RenderError;

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
        self.source = format!("{}.{method}({})", self.source, arguments.join(", "));
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

/// How much source may stand in one function. All that a function's statements borrow lies on the stack at once in a debug
/// build, so that one of a thousand tables would be too much for it.
const LIMIT: usize = 32 * 1024;

/// Splits a list where it has come to the limit; `size` says what each element adds.
pub(super) fn split<T>(all: &[T], size: impl Fn(&T) -> usize) -> Vec<&[T]> {
    let (mut groups, mut start, mut sum) = (Vec::new(), 0, 0);
    for (at, element) in all.iter().enumerate() {
        let more = size(element);
        if sum > 0 && more > 0 && sum + more > LIMIT {
            groups.push(&all[start..at]);
            (start, sum) = (at, 0);
        }
        sum += more;
    }
    groups.push(&all[start..]);
    groups
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
    let mut comments = Vec::new();
    let lines: Vec<(&str, String)> = statements
        .iter()
        .map(|statement| match statement {
            Statement::Code(code) => (code.as_str(), format!("{code}\n")),
            Statement::Comment(text) => {
                comments.push(text);
                ("", format!("{mark}!({});\n", comments.len() - 1))
            }
        })
        .collect();
    let laid_out = layout(&format!("fn body() {{ {} }}", inside(&lines, code.is_empty())))?;
    let inside = laid_out.trim_end().strip_prefix("fn body() {\n");
    let inside = inside.and_then(|it| it.strip_suffix("\n}")).unwrap_or(&laid_out);
    let lines = inside.split('\n').map(|line| {
        let call = line.trim_start();
        let at = call.strip_prefix(&mark).and_then(|it| it.strip_prefix("!(")?.strip_suffix(");"));
        match at.and_then(|at| comments.get(at.parse::<usize>().ok()?)) {
            Some(text) => comment(text, &line[..line.len() - call.len()]),
            None => line.to_owned(),
        }
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

/// Returns what stands in a function: lines of code, in functions of their own where they are many.
fn inside(lines: &[(&str, String)], is_empty: bool) -> String {
    let joined = |lines: &[(&str, String)]| -> String {
        lines.iter().map(|(_, line)| line.as_str()).collect()
    };
    let groups = split(lines, |(code, _)| code.len());
    if let [lines] = groups.as_slice() {
        let nothing = if is_empty { "let _ = ctx;" } else { "" };
        return format!("{}{nothing} Ok(())", joined(lines));
    }
    let function = |(group, number): (&[(&str, String)], i32)| {
        format!(
            "fn part_{number}(ctx: &mut MigrationContext) -> MigrationResult {{ {} Ok(()) }}\n",
            joined(group)
        )
    };
    let calls = (1..).take(groups.len()).map(|number| format!("part_{number}(ctx)?;\n"));
    let calls: String = calls.collect();
    let functions: String = groups.into_iter().zip(1..).map(function).collect();
    format!("{functions}{calls}Ok(())")
}

/// Lays out a file.
pub(super) fn layout(source: &str) -> Result<String, RenderError> {
    let file = syn::parse_file(source)
        .map_err(|error| RenderError::Source { reason: error.to_string() })?;
    Ok(prettyplease::unparse(&file))
}

fn comment(text: &str, indent: &str) -> String {
    let text = crate::script::plain(text);
    let lines = text.lines().map(|line| format!("{indent}// {line}").trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}
