// Parsing of the types of schema arguments, and their TypeScript names.
#include "value_type.h"

namespace tadpole {

namespace {

Kind elementaryKind(const c10::TypePtr& type) {
  switch (type->kind()) {
    case c10::TypeKind::TensorType:
      return Kind::kTensor;
    case c10::TypeKind::NumberType:
      return Kind::kScalar;
    case c10::TypeKind::IntType:
    case c10::TypeKind::SymIntType:
      return Kind::kInt;
    case c10::TypeKind::FloatType:
      return Kind::kFloat;
    case c10::TypeKind::BoolType:
      return Kind::kBool;
    case c10::TypeKind::ComplexType:
      return Kind::kComplex;
    case c10::TypeKind::StringType:
      return Kind::kString;
    case c10::TypeKind::ScalarTypeType:
      return Kind::kDtype;
    case c10::TypeKind::LayoutType:
      return Kind::kLayout;
    case c10::TypeKind::DeviceObjType:
      return Kind::kDevice;
    case c10::TypeKind::MemoryFormatType:
      return Kind::kMemoryFormat;
    case c10::TypeKind::GeneratorType:
      return Kind::kGenerator;
    case c10::TypeKind::ListType:
      return Kind::kList;
    case c10::TypeKind::AnyType:
      return Kind::kAny;
    default:
      return Kind::kUnsupported;
  }
}

std::string kindName(Kind kind) {
  switch (kind) {
    case Kind::kTensor:
      return "Tensor";
    case Kind::kScalar:
      return "number, boolean or bigint";
    case Kind::kInt:
      return "integer";
    case Kind::kFloat:
      return "number";
    case Kind::kBool:
      return "boolean";
    case Kind::kComplex:
      return "complex number { re, im }";
    case Kind::kString:
      return "string";
    case Kind::kDtype:
      return "dtype such as 'float32'";
    case Kind::kLayout:
      return "layout such as 'strided'";
    case Kind::kDevice:
      return "device such as 'cpu'";
    case Kind::kMemoryFormat:
      return "memory format such as 'channelsLast'";
    case Kind::kGenerator:
      return "Generator";
    case Kind::kList:
      return "array";
    case Kind::kAny:
      return "any value";
    case Kind::kUnsupported:
      return "value that JavaScript cannot pass";
  }
  return "value";
}

}  // namespace

ValueType ValueType::of(const c10::TypePtr& declared, std::optional<std::int32_t> size) {
  ValueType result;
  c10::TypePtr type = declared;
  if (type->kind() == c10::TypeKind::OptionalType) {
    result.optional = true;
    type = type->expectRef<c10::OptionalType>().getElementType();
  }
  result.kind = elementaryKind(type);
  if (result.kind == Kind::kList) {
    c10::TypePtr element = type->expectRef<c10::ListType>().getElementType();
    if (element->kind() == c10::TypeKind::OptionalType) {
      result.elementOptional = true;
      element = element->expectRef<c10::OptionalType>().getElementType();
    }
    result.element = elementaryKind(element);
    result.size = size.value_or(0);
  }
  return result;
}

std::string ValueType::name() const {
  std::string text = kind == Kind::kList ? "array of " + kindName(element) + "s" : kindName(kind);
  return optional ? text + " or null" : text;
}

}  // namespace tadpole
