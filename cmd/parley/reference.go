package main

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"strings"
)

//go:embed config.go
var configSource string

// configReference writes the reference of all configuration keys from the comments of Config, for the README.
func configReference() (string, error) {
	f, err := parser.ParseFile(token.NewFileSet(), "config.go", configSource, parser.ParseComments)
	if err != nil {
		return "", fmt.Errorf("reading the configuration's own source: %w", err)
	}
	structs := map[string]*ast.StructType{}
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, s := range g.Specs {
			if t, ok := s.(*ast.TypeSpec); ok {
				if st, ok := t.Type.(*ast.StructType); ok {
					structs[t.Name.Name] = st
				}
			}
		}
	}
	var b strings.Builder
	b.WriteString("| key | default | meaning |\n| --- | --- | --- |\n")
	describe(&b, structs, "Config", "", reflect.ValueOf(defaultConfig()))
	return b.String(), nil
}

func describe(b *strings.Builder, structs map[string]*ast.StructType, name, prefix string, v reflect.Value) {
	for _, f := range structs[name].Fields.List {
		if f.Tag == nil {
			continue
		}
		key := prefix + reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("toml")
		val := v.FieldByName(f.Names[0].Name)
		switch t := f.Type.(type) {
		case *ast.Ident:
			if _, ok := structs[t.Name]; ok && t.Name != "Duration" {
				describe(b, structs, t.Name, key+".", val)
				continue
			}
		case *ast.ArrayType:
			if el, ok := t.Elt.(*ast.Ident); ok && structs[el.Name] != nil {
				describe(b, structs, el.Name, "[["+key+"]].", reflect.New(val.Type().Elem()).Elem())
				continue
			}
		}
		def := fmt.Sprint(val)
		if val.Kind() == reflect.String {
			def = fmt.Sprintf("%q", val)
		}
		doc := strings.ReplaceAll(strings.TrimSpace(f.Doc.Text()), "\n", " ")
		fmt.Fprintf(b, "| `%s` | `%s` | %s |\n", key, def, strings.ReplaceAll(doc, "|", `\|`))
	}
}
