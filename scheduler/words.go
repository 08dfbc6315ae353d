package scheduler

import (
	"reflect"
	"time"
)

var (
	wordsType = reflect.TypeFor[Words]()
	timeType  = reflect.TypeFor[time.Time]()
)

// MapWords returns a deep copy of f in which every Words, at any depth, empty ones included, is replaced by what m makes
// of it. The order of calls depends on nothing but the shape of f: fields as declared, elements by index. The store uses
// it to put commitments in the place of words, and the words back in the place of commitments.
func MapWords(f Fact, m func(Words) Words) Fact {
	if f == nil {
		return nil
	}
	return mapWords(reflect.ValueOf(Plain(f)), m).Interface().(Fact)
}

// EachWords calls visit for every Words of f, in the order of MapWords.
func EachWords(f Fact, visit func(Words)) {
	MapWords(f, func(w Words) Words { visit(w); return w })
}

// MapWords is MapWords of a letter.
func (l Letter) MapWords(m func(Words) Words) Letter {
	return mapWords(reflect.ValueOf(l), m).Interface().(Letter)
}

func mapWords(v reflect.Value, m func(Words) Words) reflect.Value {
	switch {
	case v.Type() == wordsType:
		return reflect.ValueOf(m(Words(v.String())))
	case v.Type() == timeType:
		return v
	}
	switch v.Kind() {
	case reflect.Struct:
		out := reflect.New(v.Type()).Elem()
		for i := range v.NumField() {
			out.Field(i).Set(mapWords(v.Field(i), m))
		}
		return out
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(mapWords(v.Index(i), m))
		}
		return out
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return v
		}
		if v.Kind() == reflect.Interface {
			out := reflect.New(v.Type()).Elem()
			out.Set(mapWords(v.Elem(), m))
			return out
		}
		out := reflect.New(v.Type().Elem())
		out.Elem().Set(mapWords(v.Elem(), m))
		return out
	case reflect.Map: // maps in facts hold no Words; a test sees to it
		if v.IsNil() {
			return v
		}
		out := reflect.MakeMapWithSize(v.Type(), v.Len())
		for it := v.MapRange(); it.Next(); {
			out.SetMapIndex(it.Key(), it.Value())
		}
		return out
	default: // arrays in facts are hashes
		return v
	}
}
