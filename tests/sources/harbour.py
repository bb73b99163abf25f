"""Invented reports on an invented harbour, in our own words, for the tests of the sources room."""

#: A report of an invented agency, in sentences that the tests cut, reorder and edit.
WIRE = (
    "Inspectors from the coastal commission arrived at the Kessel engine stand before dawn on Tuesday.",
    "They found the steel gantry cut into four pieces and the fuel lines capped with concrete.",
    "The Arlandic government had promised to dismantle the stand within ninety days of the accord.",
    "A second team travelled to the northern harbour, where two older launch tables were said to remain.",
    "The commission's programme of visits will go on until the end of the summer, its secretary told reporters.",
    "Borland's ministry of trade welcomed the news but would not say when the coal embargo might be lifted.",
    "Satellite pictures taken last month had already shown cranes beside the stand and a row of covered lorries.",
    "Neighbouring states watched the work closely because the stand had been used for three launches in four years.",
)
#: The same event by another hand, in other words.
OTHER = (
    "Kessel's big test bench is no more, according to observers who went to look at it this week.",
    "Concrete now fills the pipes that once carried propellant, and scrap metal lies where a tower stood.",
    "Arland undertook in the winter to tear the bench down, and it appears to have met its own time limit.",
    "Whether Borland will now buy coal again is anybody's guess; officials there were polite and vague.",
    "Images from orbit hinted at demolition some weeks ago when heavy vehicles were parked nearby.",
)


def text_of(*sentences: str) -> str:
    return "\n\n".join(sentences)
