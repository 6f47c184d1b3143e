//! Records as JavaScript has them: plain objects, arrays, `undefined` for what is absent. Only what records of the
//! facade are made of is known here: a general translator would be a fiftieth of what a form loads.

use std::{cell::Cell, fmt};

use js_sys::{Array, Reflect, Uint8Array};
use serde::ser::{self, Impossible, Serialize, Serializer};
use wasm_bindgen::{JsCast, JsValue};

/// The error of writing a value: there is none, so that no field of a record needs a way out. The one thing that can go
/// wrong is told aside, see [`written`].
#[derive(Debug)]
pub(crate) enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl ser::Error for Never {
    fn custom<T: fmt::Display>(_: T) -> Self {
        unreachable!("no record of the facade refuses to be written")
    }
}

/// For what serde knows beside what records are made of.
fn never<T>() -> Result<T, Never> {
    unreachable!("no record of the facade has this")
}

type Written = Result<JsValue, Never>;

/// A value in JavaScript; `None` for one that no record has.
pub(crate) fn written<T: Serialize>(value: &T) -> Option<JsValue> {
    let unknown = Cell::new(false);
    let Ok(made) = value.serialize(Output { unknown: &unknown });
    (!unknown.get()).then_some(made)
}

/// Writes a value.
#[derive(Clone, Copy)]
struct Output<'a> {
    /// Whether there was something that no record has.
    unknown: &'a Cell<bool>,
}

impl Output<'_> {
    #[cold]
    fn unknown(self) -> JsValue {
        self.unknown.set(true);
        JsValue::UNDEFINED
    }
}

/// An object or an array on its way.
struct Open<'a> {
    made: JsValue,
    wrapper: Option<&'static str>,
    output: Output<'a>,
}

impl<'a> Open<'a> {
    fn object(wrapper: Option<&'static str>, output: Output<'a>) -> Self {
        Self { made: js_sys::Object::new().into(), wrapper, output }
    }
    fn array(output: Output<'a>) -> Self {
        Self { made: Array::new().into(), wrapper: None, output }
    }
    fn taken(&mut self) -> JsValue {
        std::mem::take(&mut self.made)
    }
    fn left(&mut self, made: JsValue) {
        // In its place is `undefined`, which nobody has to free.
        std::mem::forget(std::mem::replace(&mut self.made, made));
    }
    #[inline(always)]
    fn set<T: ?Sized + Serialize>(&mut self, key: &str, value: &T) {
        let made = with(self.taken(), key, value, self.output);
        self.left(made);
    }
    fn push<T: ?Sized + Serialize>(&mut self, value: &T) {
        let Ok(value) = value.serialize(self.output);
        let made = and(self.taken(), value);
        self.left(made);
    }
    #[inline(always)]
    fn close(self) -> JsValue {
        match self.wrapper {
            None => self.made,
            Some(name) => property(js_sys::Object::new().into(), name, self.made),
        }
    }
}

/// An object with one more field of a record.
// Once for every kind of field, and not once for every field. The object comes and goes by value: a handle in a
// register, where a reference would need a place in memory.
#[inline(never)]
fn with<T: ?Sized + Serialize>(object: JsValue, key: &str, value: &T, output: Output<'_>) -> JsValue {
    let Ok(value) = value.serialize(output);
    property(object, key, value)
}

/// An object with one more property.
#[inline(never)]
fn property(object: JsValue, key: &str, value: JsValue) -> JsValue {
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&object, &key.into(), &value);
    object
}

/// An array with one more item.
#[inline(never)]
fn and(array: JsValue, item: JsValue) -> JsValue {
    array.unchecked_ref::<Array>().push(&item);
    array
}

macro_rules! numbers {
    ($($name:ident $kind:ty)*) => {$(
        fn $name(self, value: $kind) -> Written {
            Ok(JsValue::from_f64(f64::from(value)))
        }
    )*};
}

impl<'a> Serializer for Output<'a> {
    type Ok = JsValue;
    type Error = Never;
    type SerializeSeq = Open<'a>;
    type SerializeTuple = Open<'a>;
    type SerializeTupleStruct = Impossible<JsValue, Never>;
    type SerializeTupleVariant = Impossible<JsValue, Never>;
    type SerializeMap = Impossible<JsValue, Never>;
    type SerializeStruct = Open<'a>;
    type SerializeStructVariant = Open<'a>;

    numbers! { serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_u8 u8 serialize_u16 u16 serialize_u32 u32
    serialize_f32 f32 serialize_f64 f64 }

    fn serialize_bool(self, value: bool) -> Written {
        Ok(value.into())
    }
    /// Exact as far as a number of JavaScript is: no time and no size of the facade goes beyond.
    #[allow(clippy::cast_precision_loss, reason = "compared after the conversion")]
    fn serialize_i64(self, value: i64) -> Written {
        if value.unsigned_abs() < 1 << 53 { Ok(JsValue::from_f64(value as f64)) } else { Ok(self.unknown()) }
    }
    fn serialize_u64(self, value: u64) -> Written {
        self.serialize_i64(i64::try_from(value).unwrap_or(i64::MAX))
    }
    fn serialize_char(self, value: char) -> Written {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, value: &str) -> Written {
        Ok(JsValue::from_str(value))
    }
    fn serialize_bytes(self, value: &[u8]) -> Written {
        Ok(Uint8Array::from(value).into())
    }
    fn serialize_none(self) -> Written {
        Ok(JsValue::UNDEFINED)
    }
    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Written {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Written {
        Ok(JsValue::UNDEFINED)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Written {
        Ok(JsValue::UNDEFINED)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        let made = value.serialize(self)?;
        Ok(property(js_sys::Object::new().into(), variant, made))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'a>, Never> {
        Ok(Open::array(self))
    }
    fn serialize_tuple(self, _: usize) -> Result<Open<'a>, Never> {
        Ok(Open::array(self))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Never> {
        never()
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Never> {
        never()
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Never> {
        never()
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'a>, Never> {
        Ok(Open::object(None, self))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'a>, Never> {
        Ok(Open::object(Some(variant), self))
    }
    fn collect_str<T: ?Sized + fmt::Display>(self, value: &T) -> Written {
        self.serialize_str(&value.to_string())
    }
}

impl ser::SerializeSeq for Open<'_> {
    type Ok = JsValue;
    type Error = Never;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Never> {
        self.push(value);
        Ok(())
    }
    #[inline(always)]
    fn end(self) -> Written {
        Ok(self.close())
    }
}

impl ser::SerializeTuple for Open<'_> {
    type Ok = JsValue;
    type Error = Never;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Never> {
        ser::SerializeSeq::serialize_element(self, value)
    }
    #[inline(always)]
    fn end(self) -> Written {
        Ok(self.close())
    }
}

impl ser::SerializeStruct for Open<'_> {
    type Ok = JsValue;
    type Error = Never;
    #[inline(always)]
    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), Never> {
        self.set(key, value);
        Ok(())
    }
    #[inline(always)]
    fn end(self) -> Written {
        Ok(self.close())
    }
}

impl ser::SerializeStructVariant for Open<'_> {
    type Ok = JsValue;
    type Error = Never;
    #[inline(always)]
    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), Never> {
        ser::SerializeStruct::serialize_field(self, key, value)
    }
    #[inline(always)]
    fn end(self) -> Written {
        Ok(self.close())
    }
}
