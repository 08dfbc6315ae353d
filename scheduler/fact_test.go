package scheduler

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// fill sets every field under v to something that can be told from zero; each Words gets a number of its own.
func fill(v reflect.Value, n *int) {
	switch v.Type() {
	case wordsType:
		*n++
		v.SetString(fmt.Sprintf("secret-%d-", *n))
		return
	case timeType:
		v.Set(reflect.ValueOf(time.Date(2026, 3, 4, 5, 6, 7, 8, time.UTC)))
		return
	case reflect.TypeFor[Actions]():
		var as Actions
		for _, a := range everyAction {
			x := reflect.New(reflect.TypeOf(a)).Elem()
			switch a.(type) {
			case Misread: // which holds actions itself
				*n++
				as = append(as, Misread{Why: "why", Detail: Words(fmt.Sprintf("secret-%d-", *n))})
				continue
			case Park: // and so does this
				*n++
				as = append(as, Park{From: Words(fmt.Sprintf("secret-%d-", *n))})
				continue
			}
			fill(x, n)
			as = append(as, x.Interface().(Action))
		}
		v.Set(reflect.ValueOf(as))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(k, n)
		fill(e, n)
		v.SetMapIndex(k, e)
	case reflect.String:
		v.SetString("plain")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Uint64, reflect.Uint8:
		v.SetUint(3)
	default:
		panic("fill: " + v.Type().String())
	}
}

func filled(f Fact) (Fact, int) {
	v, n := reflect.New(reflect.TypeOf(f)).Elem(), 0
	fill(v, &n)
	return v.Interface().(Fact), n
}

func TestFactsSurviveJSON(t *testing.T) {
	for _, kind := range FactKinds() {
		f, _ := filled(Plain(NewFact(kind)))
		if f.Kind() != kind {
			t.Fatalf("%T is %q in the registry and calls itself %q", f, kind, f.Kind())
		}
		data, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		g := NewFact(kind)
		if err := json.Unmarshal(data, g); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if !reflect.DeepEqual(Plain(g), f) {
			t.Errorf("%s changed in JSON:\n%#v\n%#v", kind, f, Plain(g))
		}
	}
	if NewFact("no such kind") != nil {
		t.Error("an unknown kind of fact was made up")
	}
	if len(FactKinds()) != len(everyFact) {
		t.Error("two facts have the same kind")
	}
	var as Actions
	if err := json.Unmarshal([]byte(`[{"kind":"teleport","data":{}}]`), &as); err == nil {
		t.Error("an unknown kind of action was read")
	}
}

// No words can reach a log except through MapWords: with all of them taken out, none is left in the JSON.
func TestMapWordsVisitsAllWords(t *testing.T) {
	for _, kind := range FactKinds() {
		f, n := filled(Plain(NewFact(kind)))
		before, _ := json.Marshal(f)
		var seen []Words
		blank := MapWords(f, func(w Words) Words { seen = append(seen, w); return "" })
		if len(seen) != n {
			t.Errorf("%s: %d of %d words visited", kind, len(seen), n)
		}
		data, _ := json.Marshal(blank)
		if strings.Contains(string(data), "secret") {
			t.Errorf("%s: words left in %s", kind, data)
		}
		if after, _ := json.Marshal(f); string(after) != string(before) {
			t.Errorf("%s: MapWords changed its argument", kind)
		}
		i := 0
		back := MapWords(blank, func(Words) Words { i++; return seen[i-1] })
		if !reflect.DeepEqual(back, f) {
			t.Errorf("%s: words did not come back", kind)
		}
		again := 0
		if EachWords(back, func(Words) { again++ }); again != n {
			t.Errorf("%s: EachWords visited %d of %d", kind, again, n)
		}
	}
}

// The types of facts hold no words in maps, whose order would not be fixed, and no address as a plain string.
func TestFactsHoldNoWordsInMaps(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(x reflect.Type)
	walk = func(x reflect.Type) {
		if seen[x] {
			return
		}
		seen[x] = true
		switch x.Kind() {
		case reflect.Struct:
			if x != timeType {
				for i := range x.NumField() {
					walk(x.Field(i).Type)
				}
			}
		case reflect.Slice, reflect.Pointer, reflect.Array:
			walk(x.Elem())
		case reflect.Map:
			if x != reflect.TypeFor[map[string]string]() {
				t.Errorf("%v in a fact", x)
			}
		}
	}
	for _, f := range everyFact {
		walk(reflect.TypeOf(f))
	}
	for _, a := range everyAction {
		walk(reflect.TypeOf(a))
	}
}

// Everything that implements Fact or Action is in its list.
func TestListsAreComplete(t *testing.T) {
	want := map[string]bool{}
	for _, f := range everyFact {
		want["Kind "+reflect.TypeOf(f).Name()] = true
	}
	for _, a := range everyAction {
		want["action "+reflect.TypeOf(a).Name()] = true
	}
	sources(t, func(name string, file *ast.File) {
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil && (fn.Name.Name == "Kind" || fn.Name.Name == "action") {
				key := fn.Name.Name + " " + fn.Recv.List[0].Type.(*ast.Ident).Name
				if !want[key] {
					t.Errorf("%s is in no list", key)
				}
				delete(want, key)
			}
		}
	})
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

// The rules look at nothing but their arguments.
func TestRulesArePure(t *testing.T) {
	allowed := []string{"crypto/sha256", "encoding/binary", "encoding/hex", "encoding/json", "fmt", "maps", "reflect", "slices", "strconv",
		"strings", "time", "unicode", "unicode/utf8"}
	sources(t, func(name string, file *ast.File) {
		for _, i := range file.Imports {
			if path, _ := strconv.Unquote(i.Path.Value); !slices.Contains(allowed, path) {
				t.Errorf("%s imports %s", name, path)
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s starts a goroutine", name)
			case *ast.SelectorExpr:
				x, ok := n.X.(*ast.Ident)
				if ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After", "Tick", "NewTimer", "NewTicker", "AfterFunc", "Local"}, n.Sel.Name) {
					t.Errorf("%s uses time.%s", name, n.Sel.Name)
				}
			}
			return true
		})
	})
}

func sources(t *testing.T, visit func(name string, file *ast.File)) {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil || len(names) < 20 {
		t.Fatalf("%d source files: %v", len(names), err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		visit(name, f)
	}
}

func TestNames(t *testing.T) {
	seen := map[ID]bool{}
	for i := range 2000 {
		name := NameFor(Cause(fmt.Sprint("cause ", i/2)), i%2)
		if len(name) != 8 || strings.Trim(string(name), "abcdefghijklmnopqrstuvwxyz") != "" {
			t.Fatalf("name %q", name)
		}
		for j, r := range name {
			if strings.ContainsRune("aeiou", r) != (j%2 == 1) {
				t.Fatalf("%q cannot be spoken", name)
			}
		}
		seen[name] = true
	}
	if len(seen) < 1990 {
		t.Errorf("only %d names of 2000", len(seen))
	}
	if first, again := NameFor("x", 0), NameFor("x", 0); first != again || first == NameFor("x", 1) {
		t.Error("names do not depend on cause and try alone")
	}
	for i, want := range map[int]LetterID{0: "12a", 25: "12z", 26: "12aa", 27: "12ab", 701: "12zz", 702: "12aaa"} {
		if got := letterID(12, i); got != want || letterSeq(got) != 12 {
			t.Errorf("letter %d is %s, want %s", i, got, want)
		}
	}
}

// Logs of earlier versions name the rules that read a mail, and not what they read.
func TestStatementsOfEarlierVersions(t *testing.T) {
	var f Answered
	if err := json.Unmarshal([]byte(`{"person":1,"said":"2026-11-20T10:00:00Z","rules":["3:range","confirmed",{"Line":2,"Rule":"number"}]}`), &f); err != nil {
		t.Fatal(err)
	}
	if want := []Statement{{Line: 3, Rule: "range"}, {Rule: "confirmed"}, {Line: 2, Rule: "number"}}; !reflect.DeepEqual(f.Heard, want) {
		t.Errorf("%+v", f.Heard)
	}
	if again, err := json.Marshal(f.Heard); err != nil || string(again) != `["3:range","confirmed","2:number"]` {
		t.Errorf("%s %v", again, err)
	}
}

func zeroAction(t reflect.Type) Action { return reflect.New(t).Elem().Interface().(Action) }
