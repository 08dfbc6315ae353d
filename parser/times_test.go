package parser

var timesCases = []struct{ line string }{{"Tue 24 Nov 10:00"}}
