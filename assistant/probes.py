"""What a prepared encoder is checked on: questions of municipal work in the corpus's languages, and their passages."""

from __future__ import annotations

PROBES: tuple[tuple[str, str, str], ...] = (
    (
        "Hvor lang tid tar det å få svar på en byggesøknad?",
        "Saksbehandlingstid for byggesøknader",
        "Kommunen skal behandle enkle byggesøknader innen tre uker. Andre søknader har en frist på tolv uker.",
    ),
    (
        "Hvem kan få plass på sykehjem?",
        "Plass på sykehjem",
        "Langtidsplass i sykehjem tildeles personer som trenger pleie hele døgnet og ikke lenger kan bo hjemme.",
    ),
    (
        "Når må jeg søke om barnehageplass?",
        "Søke om barnehageplass",
        "Fristen for hovedopptaket til barnehagene er 1. mars. Barn født innen november har rett til plass.",
    ),
    (
        "Hva koster SFO?",
        "Hva SFO koster",
        "Foreldrebetalingen for skolefritidsordningen fastsettes av kommunestyret. Første trinn har tolv timer gratis.",
    ),
    (
        "Hvordan klager jeg på et vedtak?",
        "Klage på et vedtak",
        "Klagen sendes skriftlig til den som fattet vedtaket. Fristen er tre uker fra du fikk brevet.",
    ),
    (
        "Kan vi involvere innbyggerne i planarbeidet?",
        "Medvirkning: å involvere innbyggerne i planer",
        "Medvirkning betyr at de som berøres av en plan, får være med og påvirke den før den vedtas.",
    ),
    (
        "Hva gjør vi når sykefraværet øker?",
        "Når sykefraværet øker",
        "Høyt fravær følges opp med dialogmøter, tilrettelegging på arbeidsplassen og tett kontakt med legen.",
    ),
    (
        "Hvordan måler vi om tiltaket virker?",
        "Måle om et tiltak virker",
        "Effekten vises når dere sammenligner tallene før og etter, og bestemmer på forhånd hva dere skal telle.",
    ),
    (
        "Tips til å lede en idédugnad",
        "Å lede en idédugnad",
        "I en kreativ samling skal alle forslag noteres. Kritikk venter til slutten, og de stille får ordet først.",
    ),
    (
        "Hvordan sparer vi strøm i kommunale bygg?",
        "Spare strøm i kommunale bygg",
        "Energibruken i skoler og haller gikk ned da ventilasjonen ble styrt etter hvor mange som var til stede.",
    ),
    (
        "Hvem har ansvaret for snømåking av fortauet?",
        "Snømåking av fortau",
        "Vintervedlikehold av gangveier ligger til veieieren. Gårdeiere rydder foran egen inngang.",
    ),
    (
        "Hva er en tverrfaglig gruppe?",
        "Tverrfaglige grupper",
        "Når helsesykepleier, lærer og barnevern arbeider sammen om samme familie, kalles det tverrfaglig samarbeid.",
    ),
    (
        "Hvordan får vi med oss politikerne?",
        "Å få med politikerne",
        "Folkevalgte bør kobles på tidlig, få korte orienteringer underveis og vite hvilket valg de skal ta.",
    ),
    (
        "Hva kan frivillige bidra med på eldresenteret?",
        "Frivillige på eldresenteret",
        "Lag og foreninger stiller opp med turer, høytlesning og hjelp til digitale tjenester for seniorer.",
    ),
    (
        "Skal vi kjøpe tjenesten eller gjøre den selv?",
        "Kjøpe tjenesten eller gjøre den selv",
        "Ved en anskaffelse må behovet beskrives før konkurransen lyses ut, og egen drift bør regnes med.",
    ),
    (
        "Hvor leverer jeg farlig avfall?",
        "Levere farlig avfall",
        "Maling, batterier og kjemikalier tas imot på gjenvinningsstasjonen uten betaling fra husholdninger.",
    ),
    (
        "Hvordan lager vi en brukerreise?",
        "Lage en brukerreise",
        "Tegn opp hvert steg brukeren går gjennom, fra første kontakt til saken er avsluttet.",
    ),
    (
        "Hva er forskjellen på mål og tiltak?",
        "Mål og tiltak",
        "Et mål sier hvilken tilstand dere vil oppnå. Et tiltak er det dere gjør for å komme dit.",
    ),
    (
        "Ansatte er slitne av alle endringene",
        "Slitne ansatte og mange endringer",
        "Omstillingstretthet møtes best med få prosjekter om gangen og tydelig beskjed om hva som kan slutte.",
    ),
    (
        "Hvordan prøver vi ut en løsning i liten skala?",
        "Prøve ut en løsning i liten skala",
        "En pilot varer kort, har få deltakere og avsluttes med et valg: stoppe, justere eller utvide.",
    ),
    (
        "Kva gjer eg om skuleskyssen ikkje kjem?",
        "Skuleskyss som ikkje kjem",
        "Elevar med rett til transport skal melde frå til fylkeskommunen når bussen er innstilt.",
    ),
    (
        "Korleis søkjer eg om økonomisk sosialhjelp?",
        "Økonomisk sosialhjelp",
        "Stønad til livsopphald får den som ikkje har andre inntekter. Nav-kontoret tek imot søknaden.",
    ),
    (
        "Kven svarar for drikkevatnet?",
        "Ansvaret for drikkevatnet",
        "Vassverkseigaren tek prøver kvar månad og varslar abonnentane om koking når det finst bakteriar.",
    ),
    (
        "Korleis kan grannekommunar samarbeide?",
        "Samarbeid mellom grannekommunar",
        "Interkommunale selskap gjer det mogleg å dele på legevakt, brannvern og andre oppgåver.",
    ),
    (
        "Kva er ein open kjeldekode-lisens?",
        "Open kjeldekode",
        "Programvare som alle fritt kan bruke, endre og dele vidare, har vilkår som seier korleis.",
    ),
    (
        "Når er biblioteket ope?",
        "Opningstidene på biblioteket",
        "Meirope folkebibliotek lèt lånarane sleppe inn med kort frå klokka sju om morgonen til elleve om kvelden.",
    ),
    (
        "Korleis rekrutterer vi fleire sjukepleiarar?",
        "Rekruttere sjukepleiarar",
        "Stipend, heiltidsstillingar og rettleiing av studentar har gjort det lettare å få tilsett helsepersonell.",
    ),
    (
        "How do I register a change of address?",
        "Registering a change of address",
        "You must report that you have moved to the National Population Register within eight days.",
    ),
    (
        "What is the deadline for the tax return?",
        "The tax return",
        "Wage earners and pensioners must check and submit their income details by 30 April.",
    ),
    (
        "How can residents take part in the budget?",
        "Residents and the budget",
        "With participatory budgeting, inhabitants vote on how a sum set aside for their district is spent.",
    ),
    (
        "Who may park in a disabled bay?",
        "Parking in a disabled bay",
        "A blue badge is issued to people who cannot walk far, after a statement from their doctor.",
    ),
    (
        "Why did the pilot project fail?",
        "Why a pilot project failed",
        "The trial stopped because nobody owned the result, and the staff were never given time to learn.",
    ),
    (
        "Hvordan deler vi erfaringer mellom avdelinger?",
        "Dele erfaringer mellom avdelinger",
        "Læringsnettverk samler fagfolk fra flere enheter som besøker hverandre og forteller hva som gikk galt.",
    ),
    (
        "Kan jeg få hjemmehjelp etter operasjonen?",
        "Hjemmehjelp etter operasjon",
        "Praktisk bistand i hjemmet gis i en periode til den som er skrøpelig etter sykehusopphold.",
    ),
    (
        "Hvem godkjenner serveringsbevilling?",
        "Serveringsbevilling",
        "Kommunen gir tillatelse til å drive kafé når daglig leder har bestått etablererprøven.",
    ),
    (
        "Hvordan behandler vi personopplysninger?",
        "Behandling av personopplysninger",
        "Personvern krever et formål, så lite data som mulig og sletting når opplysningene ikke trengs.",
    ),
    (
        "Hva gjør en ordfører?",
        "Ordføreren",
        "Lederen av kommunestyret velges for fire år, styrer møtene og underskriver på kommunens vegne.",
    ),
    (
        "Er lekeplassen trygg?",
        "Trygge lekeplasser",
        "Utstyr der barn klatrer og husker, kontrolleres årlig, og underlaget skal dempe fall.",
    ),
    (
        "Hvordan starter vi et innovasjonsprosjekt?",
        "Starte et innovasjonsprosjekt",
        "Begynn med problemet og de som har det. Vent med løsningen til dere vet hva som er årsaken.",
    ),
    (
        "Hvor mange elever kan det være i en klasse?",
        "Elever i en klasse",
        "Normen for lærertetthet er femten på de laveste trinnene og tjue på de høyere.",
    ),
)
"""Question, title and text. Each subject occurs once, so a changed first hit is a real loss."""

QUESTIONS = [question for question, _, _ in PROBES]
PASSAGES = [f"{title} {text}" for _, title, text in PROBES]
"""The title belongs to what is embedded, as in the index."""
