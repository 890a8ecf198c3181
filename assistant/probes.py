"""Pairs of question and passage that a prepared encoder is checked on: municipal work, in the corpus's languages."""

from __future__ import annotations

PROBES: tuple[tuple[str, str], ...] = (
    (
        "Hvor lang tid tar det å få svar på en byggesøknad?",
        "Kommunen skal behandle enkle byggesøknader innen tre uker. Andre søknader har en frist på tolv uker.",
    ),
    (
        "Hvem kan få plass på sykehjem?",
        "Langtidsplass i sykehjem tildeles personer som trenger pleie hele døgnet og ikke lenger kan bo hjemme.",
    ),
    (
        "Når må jeg søke om barnehageplass?",
        "Fristen for hovedopptaket til barnehagene er 1. mars. Barn født innen november har rett til plass.",
    ),
    (
        "Hva koster SFO?",
        "Foreldrebetalingen for skolefritidsordningen fastsettes av kommunestyret. Første trinn har tolv timer gratis.",
    ),
    (
        "Hvordan klager jeg på et vedtak?",
        "Klagen sendes skriftlig til den som fattet vedtaket. Fristen er tre uker fra du fikk brevet.",
    ),
    (
        "Kan vi involvere innbyggerne i planarbeidet?",
        "Medvirkning betyr at de som berøres av en plan, får være med og påvirke den før den vedtas.",
    ),
    (
        "Hva gjør vi når sykefraværet øker?",
        "Høyt fravær følges opp med dialogmøter, tilrettelegging på arbeidsplassen og tett kontakt med legen.",
    ),
    (
        "Hvordan måler vi om tiltaket virker?",
        "Effekten vises når dere sammenligner tallene før og etter, og bestemmer på forhånd hva dere skal telle.",
    ),
    (
        "Tips til å lede en idédugnad",
        "I en kreativ samling skal alle forslag noteres. Kritikk venter til slutten, og de stille får ordet først.",
    ),
    (
        "Hvordan sparer vi strøm i kommunale bygg?",
        "Energibruken i skoler og haller gikk ned da ventilasjonen ble styrt etter hvor mange som var til stede.",
    ),
    (
        "Hvem har ansvaret for snømåking av fortauet?",
        "Vintervedlikehold av gangveier ligger til veieieren. Gårdeiere rydder foran egen inngang.",
    ),
    (
        "Hva er en tverrfaglig gruppe?",
        "Når helsesykepleier, lærer og barnevern arbeider sammen om samme familie, kalles det tverrfaglig samarbeid.",
    ),
    (
        "Hvordan får vi med oss politikerne?",
        "Folkevalgte bør kobles på tidlig, få korte orienteringer underveis og vite hvilket valg de skal ta.",
    ),
    (
        "Hva kan frivillige bidra med på eldresenteret?",
        "Lag og foreninger stiller opp med turer, høytlesning og hjelp til digitale tjenester for seniorer.",
    ),
    (
        "Skal vi kjøpe tjenesten eller gjøre den selv?",
        "Ved en anskaffelse må behovet beskrives før konkurransen lyses ut, og egen drift bør regnes med.",
    ),
    (
        "Hvor leverer jeg farlig avfall?",
        "Maling, batterier og kjemikalier tas imot på gjenvinningsstasjonen uten betaling fra husholdninger.",
    ),
    (
        "Hvordan lager vi en brukerreise?",
        "Tegn opp hvert steg brukeren går gjennom, fra første kontakt til saken er avsluttet.",
    ),
    (
        "Hva er forskjellen på mål og tiltak?",
        "Et mål sier hvilken tilstand dere vil oppnå. Et tiltak er det dere gjør for å komme dit.",
    ),
    (
        "Ansatte er slitne av alle endringene",
        "Omstillingstretthet møtes best med få prosjekter om gangen og tydelig beskjed om hva som kan slutte.",
    ),
    (
        "Hvordan prøver vi ut en løsning i liten skala?",
        "En pilot varer kort, har få deltakere og avsluttes med et valg: stoppe, justere eller utvide.",
    ),
    (
        "Kva gjer eg om skuleskyssen ikkje kjem?",
        "Elevar med rett til transport skal melde frå til fylkeskommunen når bussen er innstilt.",
    ),
    (
        "Korleis søkjer eg om økonomisk sosialhjelp?",
        "Stønad til livsopphald får den som ikkje har andre inntekter. Nav-kontoret tek imot søknaden.",
    ),
    (
        "Kven svarar for drikkevatnet?",
        "Vassverkseigaren tek prøver kvar månad og varslar abonnentane om koking når det finst bakteriar.",
    ),
    (
        "Korleis kan grannekommunar samarbeide?",
        "Interkommunale selskap gjer det mogleg å dele på legevakt, brannvern og andre oppgåver.",
    ),
    (
        "Kva er ein open kjeldekode-lisens?",
        "Programvare som alle fritt kan bruke, endre og dele vidare, har vilkår som seier korleis.",
    ),
    (
        "Når er biblioteket ope?",
        "Meirope folkebibliotek lèt lånarane sleppe inn med kort frå klokka sju om morgonen til elleve om kvelden.",
    ),
    (
        "Korleis rekrutterer vi fleire sjukepleiarar?",
        "Stipend, heiltidsstillingar og rettleiing av studentar har gjort det lettare å få tilsett helsepersonell.",
    ),
    (
        "How do I register a change of address?",
        "You must report that you have moved to the National Population Register within eight days.",
    ),
    (
        "What is the deadline for the tax return?",
        "Wage earners and pensioners must check and submit their income details by 30 April.",
    ),
    (
        "How can residents take part in the budget?",
        "With participatory budgeting, inhabitants vote on how a sum set aside for their district is spent.",
    ),
    (
        "Who may park in a disabled bay?",
        "A blue badge is issued to people who cannot walk far, after a statement from their doctor.",
    ),
    (
        "Why did the pilot project fail?",
        "The trial stopped because nobody owned the result, and the staff were never given time to learn.",
    ),
    (
        "Hvordan deler vi erfaringer mellom avdelinger?",
        "Læringsnettverk samler fagfolk fra flere enheter som besøker hverandre og forteller hva som gikk galt.",
    ),
    (
        "Kan jeg få hjemmehjelp etter operasjonen?",
        "Praktisk bistand i hjemmet gis i en periode til den som er skrøpelig etter sykehusopphold.",
    ),
    (
        "Hvem godkjenner serveringsbevilling?",
        "Kommunen gir tillatelse til å drive kafé når daglig leder har bestått etablererprøven.",
    ),
    (
        "Hvordan behandler vi personopplysninger?",
        "Personvern krever et formål, så lite data som mulig og sletting når opplysningene ikke trengs.",
    ),
    (
        "Hva gjør en ordfører?",
        "Lederen av kommunestyret velges for fire år, styrer møtene og underskriver på kommunens vegne.",
    ),
    (
        "Er lekeplassen trygg?",
        "Utstyr der barn klatrer og husker, kontrolleres årlig, og underlaget skal dempe fall.",
    ),
    (
        "Hvordan starter vi et innovasjonsprosjekt?",
        "Begynn med problemet og de som har det. Vent med løsningen til dere vet hva som er årsaken.",
    ),
    (
        "Hvor mange elever kan det være i en klasse?",
        "Normen for lærertetthet er femten på de laveste trinnene og tjue på de høyere.",
    ),
)
"""Each question's own passage is the only one on its subject, so a changed first hit is a real loss."""

QUESTIONS = [question for question, _ in PROBES]
PASSAGES = [passage for _, passage in PROBES]
