//! Room for the lists of a message.

use std::cell::RefCell;
use std::ptr;

/// Keeps lists until it is dropped, so that decoded values can borrow them.
#[derive(Default)]
pub struct Arena {
    lists: RefCell<Vec<Kept>>,
    /// Which schema of a revision stands for which of the database; `None` is the default one.
    schemas: SchemaMap,
}

/// Pairs of schemas: that of the revisions, and that of the database; `None` is the default one.
pub type SchemaMap = Vec<(Option<String>, Option<String>)>;

struct Kept {
    start: *mut (),
    length: usize,
    free: unsafe fn(*mut (), usize),
}

impl Arena {
    /// Returns an arena for operations in which some schemas stand for others.
    pub fn translating(schemas: SchemaMap) -> Self {
        Self { lists: RefCell::default(), schemas }
    }

    /// Returns whether some schemas stand for others.
    pub(super) fn translates(&self) -> bool {
        !self.schemas.is_empty()
    }

    /// Returns the schema that this one stands for.
    pub(super) fn schema<'a>(&'a self, schema: Option<&'a str>) -> Option<&'a str> {
        match self.schemas.iter().find(|(from, _)| from.as_deref() == schema) {
            Some((_, to)) => to.as_deref(),
            None => schema,
        }
    }

    /// Keeps `list` and lends it.
    pub fn keep<T: Copy>(&self, list: Vec<T>) -> &[T] {
        let slice = Box::into_raw(list.into_boxed_slice());
        let kept = Kept { start: slice.cast(), length: slice.len(), free: free::<T> };
        self.lists.borrow_mut().push(kept);
        // SAFETY: the slice comes from a box, is freed by `drop` only, and is never changed.
        unsafe { &*slice }
    }

    /// Keeps `text` and lends it.
    pub fn keep_text(&self, text: String) -> &str {
        // The bytes are those of a `String`, so this never falls back.
        str::from_utf8(self.keep(text.into_bytes())).unwrap_or_default()
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        for kept in self.lists.get_mut() {
            // SAFETY: `keep` stored these three together, and each is freed once, here. The
            // values are `Copy`, so that freeing runs no code of theirs.
            unsafe { (kept.free)(kept.start, kept.length) };
        }
    }
}

/// Frees what [`Arena::keep`] kept.
///
/// # Safety
/// `start` and `length` are those of a `Box<[T]>` given up with `into_raw`, freed only once.
unsafe fn free<T>(start: *mut (), length: usize) {
    // SAFETY: as the caller promises.
    drop(unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(start.cast::<T>(), length)) });
}
