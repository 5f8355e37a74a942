"""The vocabulary of a made-up coast, and sentences with gaps for it. All of it was written for this generator."""

NOUNS = """anchor apron archive atlas attic barge barometer barrel basket beacon bell bench binnacle blanket boat bollard
bottle bowl bridge broom bucket buoy cabin cable candle canvas cargo cart case chain chair chart chest chimney clock coat
compass cord crane crate cupboard curtain dinghy dock door drawer drum engine ferry flag flask fountain frame furnace
gangway garden gate glass glove granary gull hammer harbour hatch hedge helmet hinge hook horn hull inkwell jar jetty
journal kettle key kiln knife knot ladder lamp landing lantern ledger lens letter lever lock log loom mast medal mill mirror
mooring mould nail net oar oven paddle parcel path pier pilot pipe plank plough pocket portrait pot press pulley pump quay
quilt raft rail rake ramp reel register rigging rope rudder sail saw scale scarf shed shelf shovel signal sketch slate
sledge spade spindle stamp steamer stool stove table tackle tent thread tide timber tin tool torch tower tray trunk tug
turbine vane vessel wagon wall wheel whistle winch window workshop yard yarn""".split()

ADJECTIVES = """ancient bare battered blue borrowed bright brittle broad bronze careful cheap cold copper crooked damp dark
deep dented dry dusty early empty faded faint famous fine flat foreign forgotten fragile frozen gentle grey half-finished
handsome hard heavy hollow honest idle iron large late leaky light local long loose low mended modest narrow neat new noisy
old ordinary painted pale patient plain polished private proud quick quiet rare red restless rough round rusty salty second
sharp short silent simple slow small smooth soft solid spare square steady steep stout stubborn sturdy sudden tall tarred
thick thin tidy tired uneven unfinished useful warm weathered white wide wooden worn yellow""".split()

TRADES = """baker blacksmith boatbuilder bookbinder brewer carpenter carter clerk cobbler cook cooper customs-officer
dairymaid diver doctor farmer ferryman fisherman gardener glazier harbour-master innkeeper joiner keeper lacemaker
locksmith mason midwife miller musician netmaker organist painter photographer pilot postmistress potter printer
ropemaker sailmaker saddler schoolteacher shepherd shipwright smuggler surveyor tailor tanner tinsmith watchmaker weaver
wheelwright""".split()

VERBS = """borrowed bought carried catalogued cleaned copied counted delivered described exhibited examined found
inherited kept lent lost measured mended moved named noticed ordered owned packed painted photographed polished
recorded repaired replaced restored returned rescued sketched sold stored studied traded unpacked wrapped""".split()

MATERIALS = "ash brass bronze canvas cast-iron copper cork flax glass granite horn iron leather linen oak paper pewter pine " \
    "porcelain sandstone silver slate steel tar tin walnut wax wool zinc".split()
SEASONS = "January February March April May June July August September October November December".split()
TOPICS = "archaeology architecture birds boats cartography climate crafts families ferries fishing folklore food gardens geology " \
    "harbours letters lighthouses maps medicine migration music pilots plants railways recipes schools shipwrecks trade " \
    "traditions walks weather women work".split()
FIRST = """Ada Alva Anders Arne Aino Bela Birte Caspar Clara Dag Dora Edda Eino Elias Elsa Emil Erik Esther Fenja Finn Frida
Georg Greta Gustav Hanna Hedda Henrik Ida Ines Ingrid Ivar Jakob Janna Jens Johan Jonna Karin Katla Knut Lars Lea Lena Lina
Magnus Malin Marta Matti Mika Mirja Nela Nils Nora Olaf Oskar Paula Peer Petra Ragna Rasmus Rieke Runa Signe Sigrid Silje
Sofie Stina Sven Tessa Thea Tilda Tobias Tora Ulf Vera Viggo Wiebke Yrsa""".split()
SYLLABLES = "al an ar bar ber bol bran bru cor dal dor dran eld elm fal fen fir gar gil gran hal har hel hol ing jor kal kel " \
    "kir lan lem lin lor mar mel mor nar nes nor ol or pel quar ral ren rin rol sal sel skar sol stor tal tar tel thor tin " \
    "ul val ven vin wal wen wil yar".split()
PLACE_ENDS = "bay beck borough bridge bury by cliff cove dale dyke fell firth ford haven head holm holt ness point pool sand " \
    "shore sound stead strand thorpe ton wick worth".split()
NAME_ENDS = "berg by dal dottir en er gren holt ing land ley lund mann ness quist rud sen son stad strom vik wald".split()

# Gaps: n(oun) a(djective) t(rade) v(erb) m(aterial) p(lace) f(irst name) s(urname) y(ear) d(igits) k (month) o (topic)
SENTENCES = """The {a} {n} was made in {p}, most likely before {y}.
It came to us in {y} from the family of a {t} called {s}, with a {n} and two letters.
{f} {s} {v} it in {k} {y} and never said why.
Nobody in {p} remembers the {n}, though the {t} there still has a {a} drawing of it.
A {a} {n} stood beside the {n}, and between them hung a {n} of {m}.
The {t} {v} {d} of them before the winter, and the {t} of {p} {v} the rest.
What looks like {m} is in fact {m}, painted by somebody with a {a} hand.
According to the register of {p} there were {d} households, a {n} and one {t}.
In the spring of {y} the road from {p} to {p} was {a} enough for a {n} and a {a} horse.
“We {v} it because it was there,” wrote {f} {s} in {y}, and left a drawing of the {n} on the next page.
The oldest entry about {o} is from {k} {y}; the one after it concerns a {n}.
Visitors ask about the {n} first, then about the {a} {n}, and hardly ever about the {t}.
Its weight is given as {d} kilograms, which must include the {n}.
When the pier at {p} was rebuilt, a {t} {v} the {a} {n} and took it home.
The {m} came by boat from {p}; the {m} was bought from a {t} two streets away.
Two summers later {f} {s}, a {t} from {p}, {v} what was left of the {n}.
There is a copy in {p}, made for the exhibition on {o} of {y}.
The {n} still works, if you are patient with the {a} {n}.
Between {p} and {p} the coast is low, and a {a} {n} can be seen for {d} miles.
All {d} pieces were {a} when they were {v}, except for the {n}.
For years it served as a {n}, then as a {n}, and finally as part of a {a} shed.
{f} and {f} {s} {v} the collection between them and quarrelled about the {n} until {y}.
A note on the back says {k} {y}, in the writing of a {t}.
On the evening of the storm the {t} {v} the {a} {n} and rang the bell of {p} {d} times.
The label calls it a {n}; anybody from {p} would call it a {a} {n}.
Children may touch the {n} of {m} and turn the {a} {n}.
Since then our notes on {o} fill a {n} and most of a {a} {n}.
The price was {d} crowns, or the use of a {n} for one season.
Under the {m} there is a layer of {m}, and under that the {a} floor of the first {n}.
Ask at the desk for the {n}; it is kept in the {a} drawer beside the notes on {o}.""".split("\n")

TITLES = """The {a} {n}
A {n} from {p}
The {t} of {p}
{f} {s}, {t}
{p} and its {n}
The {n} and the {n}
{o} in {p}
How the {t} {v} the {n}
{k} {y}: a {a} {n}
The {n} of {m}
Notes on {o}
Two letters about a {n}
A {a} winter in {p}
The road to {p}
{d} days with a {t}
What {f} {s} {v}""".split("\n")

# Other languages get fewer sentences and the same names; enough to tell them apart and to search in.
FOREIGN = {
    "de": ("Deutsch", "de_DE.UTF-8", """Das Stück kam {y} aus {p} in die Sammlung.
{f} {s} hat es im Winter {y} gefunden und lange behalten.
Im Register von {p} stehen {d} Haushalte und ein Leuchtturm.
Die Straße von {p} nach {p} war damals kaum breiter als ein Karren.
Niemand weiß, warum {f} {s} die Briefe aufgehoben hat.
Heute liegt es neben der Karte von {p}, in der Schublade am Eingang.
Der Preis betrug {d} Kronen oder ein Boot für einen Sommer."""),
    "fr": ("Français", "fr_FR.UTF-8", """L’objet est arrivé de {p} en {y}, avec deux lettres.
{f} {s} l’a réparé pendant l’hiver de {y}.
Le registre de {p} compte {d} maisons et un phare.
La route de {p} à {p} était à peine plus large qu’une charrette.
Personne ne sait pourquoi {f} {s} a gardé ces dessins.
Il se trouve aujourd’hui près de la carte de {p}."""),
    "es": ("Español", "es_ES.UTF-8", """La pieza llegó de {p} en {y}, con dos cartas y una llave.
{f} {s} la reparó durante el invierno de {y}.
El registro de {p} cuenta {d} casas y un faro.
El camino de {p} a {p} era más estrecho que un carro.
Nadie sabe por qué {f} {s} guardó los dibujos."""),
    "it": ("Italiano", "it_IT.UTF-8", """L’oggetto arrivò da {p} nel {y}, insieme a due lettere.
{f} {s} lo riparò durante l’inverno del {y}.
Il registro di {p} conta {d} case e un faro.
La strada da {p} a {p} era più stretta di un carro.
Nessuno sa perché {f} {s} abbia conservato i disegni."""),
    "sv": ("Svenska", "sv_SE.UTF-8", """Föremålet kom från {p} år {y}, med två brev.
{f} {s} lagade det under vintern {y}.
I registret för {p} finns {d} hushåll och en fyr.
Vägen från {p} till {p} var knappt bredare än en kärra.
Ingen vet varför {f} {s} sparade teckningarna."""),
}
