//! Records as JavaScript has them: plain objects, arrays, `undefined` for what is absent. Only what records of the
//! facade are made of is known here: a general translator would be a fiftieth of what a form loads.

use std::fmt;

use js_sys::{Array, Reflect, Uint8Array};
use serde::ser::{self, Impossible, Serialize, Serializer};
use wasm_bindgen::JsValue;

/// A value that no record has.
#[derive(Debug)]
pub(crate) struct Unknown;

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that no record has")
    }
}

impl std::error::Error for Unknown {}

impl ser::Error for Unknown {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Written = Result<JsValue, Unknown>;

/// Writes a value.
#[derive(Clone, Copy)]
pub(crate) struct Output;

/// An object or an array on its way.
pub(crate) struct Open {
    made: JsValue,
    wrapper: Option<&'static str>,
}

impl Open {
    fn object(wrapper: Option<&'static str>) -> Self {
        Self { made: js_sys::Object::new().into(), wrapper }
    }
    fn array() -> Self {
        Self { made: Array::new().into(), wrapper: None }
    }
    fn close(self) -> JsValue {
        match self.wrapper {
            None => self.made,
            Some(name) => {
                let outer = Self::object(None);
                outer.set(name, &self.made);
                outer.made
            }
        }
    }
    #[inline(never)]
    fn set(&self, key: &str, value: &JsValue) {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&self.made, &key.into(), value);
    }
    #[inline(never)]
    fn push(&self, value: &JsValue) {
        wasm_bindgen::JsCast::unchecked_ref::<Array>(&self.made).push(value);
    }
}

macro_rules! numbers {
    ($($name:ident $kind:ty)*) => {$(
        fn $name(self, value: $kind) -> Written {
            Ok(JsValue::from_f64(f64::from(value)))
        }
    )*};
}

impl Serializer for Output {
    type Ok = JsValue;
    type Error = Unknown;
    type SerializeSeq = Open;
    type SerializeTuple = Open;
    type SerializeTupleStruct = Impossible<JsValue, Unknown>;
    type SerializeTupleVariant = Impossible<JsValue, Unknown>;
    type SerializeMap = Impossible<JsValue, Unknown>;
    type SerializeStruct = Open;
    type SerializeStructVariant = Open;

    numbers! { serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_u8 u8 serialize_u16 u16 serialize_u32 u32
    serialize_f32 f32 serialize_f64 f64 }

    fn serialize_bool(self, value: bool) -> Written {
        Ok(value.into())
    }
    /// Exact as far as a number of JavaScript is: no time and no size of the facade goes beyond.
    #[allow(clippy::cast_precision_loss, reason = "compared after the conversion")]
    fn serialize_i64(self, value: i64) -> Written {
        if value.unsigned_abs() < 1 << 53 { Ok(JsValue::from_f64(value as f64)) } else { Err(Unknown) }
    }
    fn serialize_u64(self, value: u64) -> Written {
        self.serialize_i64(i64::try_from(value).map_err(|_| Unknown)?)
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
        Ok(Open { made, wrapper: Some(variant) }.close())
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Open, Unknown> {
        Ok(Open::array())
    }
    fn serialize_tuple(self, _: usize) -> Result<Open, Unknown> {
        Ok(Open::array())
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Unknown> {
        Err(Unknown)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unknown> {
        Err(Unknown)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unknown> {
        Err(Unknown)
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open, Unknown> {
        Ok(Open::object(None))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open, Unknown> {
        Ok(Open::object(Some(variant)))
    }
    fn collect_str<T: ?Sized + fmt::Display>(self, value: &T) -> Written {
        self.serialize_str(&value.to_string())
    }
}

impl ser::SerializeSeq for Open {
    type Ok = JsValue;
    type Error = Unknown;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Unknown> {
        self.push(&value.serialize(Output)?);
        Ok(())
    }
    fn end(self) -> Written {
        Ok(self.close())
    }
}

impl ser::SerializeTuple for Open {
    type Ok = JsValue;
    type Error = Unknown;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Unknown> {
        ser::SerializeSeq::serialize_element(self, value)
    }
    fn end(self) -> Written {
        Ok(self.close())
    }
}

impl ser::SerializeStruct for Open {
    type Ok = JsValue;
    type Error = Unknown;
    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), Unknown> {
        self.set(key, &value.serialize(Output)?);
        Ok(())
    }
    fn end(self) -> Written {
        Ok(self.close())
    }
}

impl ser::SerializeStructVariant for Open {
    type Ok = JsValue;
    type Error = Unknown;
    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), Unknown> {
        ser::SerializeStruct::serialize_field(self, key, value)
    }
    fn end(self) -> Written {
        Ok(self.close())
    }
}
