// A peer for `make bench`: the questions of bench/questions.py, answered by a handler in Go.
//
// The handler runs the SQL of Dateline on the same file, and returns the same documents. A good
// engineer would write it like this in a faster language, for these questions alone. The handler
// reads no filters, and has no formats, keys or limits. So it shows a bound and is no equal.
//
//	events DATABASE STATEMENTS PORT
//
// STATEMENTS is a JSON array of SQL texts. GET /KIND/STATEMENT?v=…&v=… runs one with the values
// given; a value that is all digits is an integer. KIND is page, event or histogram.
package main

import (
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	"math/big"
	"net/http"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"time"

	_ "github.com/mattn/go-sqlite3"
)

const limit = 50

type peer struct {
	statements []*sql.Stmt
}

func main() {
	database, err := sql.Open("sqlite3", "file:"+os.Args[1]+
		"?mode=ro&_query_only=1&_busy_timeout=5000&_cache_size=-65536")
	check(err)
	// As many connections as there are processors, all kept, so that each keeps its statements.
	database.SetMaxOpenConns(runtime.NumCPU())
	database.SetMaxIdleConns(runtime.NumCPU())
	_, err = database.Exec("PRAGMA mmap_size = 17179869184")
	check(err)
	text, err := os.ReadFile(os.Args[2])
	check(err)
	var texts []string
	check(json.Unmarshal(text, &texts))
	served := peer{}
	for _, each := range texts {
		prepared, err := database.Prepare(each)
		check(err)
		served.statements = append(served.statements, prepared)
	}
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[3], served))
}

func (p peer) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	parts := strings.Split(request.URL.Path, "/")
	if len(parts) != 3 {
		http.NotFound(writer, request)
		return
	}
	number, err := strconv.Atoi(parts[2])
	if err != nil || number >= len(p.statements) {
		http.NotFound(writer, request)
		return
	}
	given := request.URL.Query()["v"]
	values := make([]any, len(given))
	for place, each := range given {
		if whole, err := strconv.ParseInt(each, 10, 64); err == nil {
			values[place] = whole
		} else {
			values[place] = each
		}
	}
	rows, err := p.statements[number].QueryContext(request.Context(), values...)
	if err != nil {
		http.Error(writer, err.Error(), http.StatusInternalServerError)
		return
	}
	defer rows.Close()
	var body []byte
	next := ""
	switch parts[1] {
	case "page":
		body, next, err = page(rows, request.Host)
	case "event":
		body, err = event(rows)
	case "histogram":
		body, err = histogram(rows)
	}
	if err != nil {
		http.Error(writer, err.Error(), http.StatusInternalServerError)
		return
	}
	digest := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(digest[:8]) + `"`
	header := writer.Header()
	header.Set("Content-Type", "application/json")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	header.Set("ETag", tag)
	header.Set("Cache-Control", "no-cache")
	header.Set("Access-Control-Allow-Origin", "*")
	if next != "" {
		header.Set("Link", "<"+next+`>; rel="next"`)
	}
	if request.Header.Get("If-None-Match") == tag {
		writer.WriteHeader(http.StatusNotModified)
		return
	}
	writer.Write(body)
}

func page(rows *sql.Rows, host string) ([]byte, string, error) {
	body := make([]byte, 0, 65536)
	body = append(body, `{"items":[`...)
	found := 0
	var position, departures, last int64
	for rows.Next() {
		var document sql.RawBytes
		if err := rows.Scan(&document, &position, &departures); err != nil {
			return nil, "", err
		}
		if found++; found > limit {
			break
		}
		if found > 1 {
			body = append(body, ',')
		}
		body = append(body, document...)
		last = position
	}
	next := ""
	body = append(body, `],"next":`...)
	if found > limit {
		cursor := base64.RawURLEncoding.EncodeToString([]byte(fmt.Sprint(last, departures)))
		next = "http://" + host + "/page?cursor=" + cursor
		body = append(body, '"')
		body = append(body, next...)
		body = append(body, '"')
	} else {
		body = append(body, "null"...)
	}
	body = append(body, `,"total":null,"total_is":"unknown"}`...)
	return body, next, rows.Err()
}

func event(rows *sql.Rows) ([]byte, error) {
	var version int64
	var document []byte
	if !rows.Next() {
		return nil, fmt.Errorf("no such event")
	}
	err := rows.Scan(&version, &document)
	return document, err
}

type money map[[2]string]*big.Rat

func (sums money) add(currency, stage, value string) {
	amount, right := new(big.Rat).SetString(value)
	if !right {
		return
	}
	key := [2]string{currency, stage}
	if sum, there := sums[key]; there {
		sum.Add(sum, amount)
	} else {
		sums[key] = amount
	}
}

func (sums money) text() []byte {
	keys := make([][2]string, 0, len(sums))
	for key := range sums {
		keys = append(keys, key)
	}
	sort.Slice(keys, func(a, b int) bool {
		return keys[a][0]+keys[a][1] < keys[b][0]+keys[b][1]
	})
	body := []byte{'['}
	for place, key := range keys {
		if place > 0 {
			body = append(body, ',')
		}
		value := strings.TrimRight(strings.TrimRight(sums[key].FloatString(4), "0"), ".")
		body = append(body, fmt.Sprintf(`{"currency":"%s","stage":"%s","value":"%s"}`,
			key[0], key[1], value)...)
	}
	return append(body, ']')
}

type count struct {
	events int64
	sums   money
}

// histogram counts events that are known to a month or better by month, the others by their date.
// Rows are month or first day, date, then either a number of events or one sum of money.
func histogram(rows *sql.Rows) ([]byte, error) {
	months, dates := map[int64]*count{}, map[string]*count{}
	for rows.Next() {
		var number int64
		var date, currency, stage, value sql.NullString
		var raw any
		if err := rows.Scan(&number, &date, &raw, &stage, &value); err != nil {
			return nil, err
		}
		events := int64(0)
		switch given := raw.(type) {
		case int64:
			events = given
		case string:
			currency = sql.NullString{String: given, Valid: true}
		}
		month := number
		if number > 100_000 { // a day: the event began before the range
			day := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(number-1))
			month = int64(day.Year()*12) + int64(day.Month()) - 1
			events = 1
		}
		var into *count
		if date.String == "" || len(date.String) > 4 && !strings.ContainsAny(date.String, "X~?%[{") {
			if into = months[month]; into == nil {
				into = &count{sums: money{}}
				months[month] = into
			}
		} else if into = dates[date.String]; into == nil {
			into = &count{sums: money{}}
			dates[date.String] = into
		}
		into.events += events
		if currency.Valid && value.Valid {
			into.sums.add(currency.String, stage.String, value.String)
		}
	}
	body := []byte(`{"interval":"month","buckets":[`)
	numbers := make([]int64, 0, len(months))
	for number := range months {
		numbers = append(numbers, number)
	}
	sort.Slice(numbers, func(a, b int) bool { return numbers[a] < numbers[b] })
	for place, number := range numbers {
		if place > 0 {
			body = append(body, ',')
		}
		first := time.Date(int(number/12), time.Month(number%12+1), 1, 0, 0, 0, 0, time.UTC)
		body = append(body, fmt.Sprintf(`{"start":"%s","end":"%s","count":%d,"amounts":`,
			first.Format("2006-01-02"), first.AddDate(0, 1, -1).Format("2006-01-02"),
			months[number].events)...)
		body = append(append(body, months[number].sums.text()...), '}')
	}
	body = append(body, `],"imprecise":[`...)
	texts := make([]string, 0, len(dates))
	for text := range dates {
		texts = append(texts, text)
	}
	sort.Strings(texts)
	for place, text := range texts {
		if place > 0 {
			body = append(body, ',')
		}
		// In the generated data only years are wider than a month; the bench compares the replies.
		body = append(body, fmt.Sprintf(`{"date":"%s","precision":"year","count":%d,"amounts":`,
			text, dates[text].events)...)
		body = append(append(body, dates[text].sums.text()...), '}')
	}
	return append(body, "]}"...), rows.Err()
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
