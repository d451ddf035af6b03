// The words of the map.

const WORDS = {
  en: {
    map: "Map", near: "Zoom in", far: "Zoom out", all: "Whole Earth", choose: "Choose an area",
    view: "Only what is in view", into: "Zoom in", only: "Only these", more: "More", apply: "Apply",
    close: "Close", degrees: "Area in degrees", table: "Countries as a table", west: "West",
    south: "South", east: "East", north: "North", nothing: "No events", alone: "{0} alone",
    clustered: "{0} in clusters", looked: "{0} looked at", outside: "{0} outside of the map",
    placeless: "{0} without a place", total: "{0} in all", events: "{0} events",
    country: "Country", countries: "Events by country:", countries_about: "Events by country, about:",
    shapeless: "Without a shape on this map:", turned: "South must not be north of North.",
    wrong: "{0} must be a number from −{1} to {1}.",
  },
};
WORDS.en.eventsHead = "Events";

export function words(lang) {
  return WORDS[lang.slice(0, 2)] ?? WORDS.en;
}
