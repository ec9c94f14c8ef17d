//! What Ana and Sam say: invented, and written for this.

/// One FANOS check-in: feelings, appreciation, needs, ownership, struggles. Empty means skipped.
pub(super) type FiveParts = [&'static str; 5];

/// Sam's check-ins, in the order of the story.
pub(super) const SAM_CHECKINS: [FiveParts; 13] = [
    [
        "Ashamed, and afraid of saying the wrong thing.",
        "You let me sit next to you while the children watched the film.",
        "",
        "I hid the second phone for eight months. Every evening that I put it in the glove box I chose to lie to you.",
        "I wanted to explain myself twice today. I wrote it down for Dr. Meyer instead.",
    ],
    [
        "Tired. A little steadier than on Friday.",
        "You told me what the anniversary of that trip is like for you.",
        "To know whether you want me to ask how your day was, or to leave it.",
        "When you asked about March I looked at the floor. I understand how that felt.",
        "",
    ],
    [
        "Sad. The house was so quiet.",
        "",
        "",
        "I said that I was nearly home when I had not left yet. It was four minutes, and it was a lie.",
        "Telling small things exactly as they are.",
    ],
    [
        "Relieved that you slept.",
        "You made soup for both of us.",
        "Nothing that I want to ask of you.",
        "I missed the call on Wednesday because I let the meeting run on. I could have stood up.",
        "I notice how quickly I look for a reason that is not me.",
    ],
    [
        "Nervous before the session, calmer after it.",
        "That you read the whole of what I wrote.",
        "",
        "I told you in February that you were imagining it. You were not. I knew that when I said it.",
        "",
    ],
    [
        "Hopeful, and careful with that.",
        "You laughed at breakfast. I had missed that.",
        "A walk on Sunday, if you would like one.",
        "",
        "Not to read a good day as a promise.",
    ],
    [
        "Heavy. Today I understood what the hotel bill did to you.",
        "You asked me, and did not keep it to yourself.",
        "",
        "I let you pay that bill from our account. I used your trust to hide from you.",
        "",
    ],
    [
        "Quiet.",
        "That you told Marta how things are. You should not have to carry this alone.",
        "",
        "I was short with you on the phone. You had asked a fair question.",
        "I get defensive when I am tired. I will say that I am tired, and then listen.",
    ],
    [
        "Grateful, and a bit raw.",
        "The evening on the balcony.",
        "To tell you about Thursday's session when you feel like it.",
        "",
        "",
    ],
    [
        "Uneasy. Somebody at work mentioned her name.",
        "",
        "",
        "I walked out of the room and wrote it down, so that I could tell you the same day. This is me telling you.",
        "My first thought was not to mention it. It was only a thought, and I want you to know of it.",
    ],
    [
        "Steady.",
        "You asked for what you needed on Tuesday, straight out.",
        "",
        "I forgot the phone in my jacket on Monday night. I put it on the table when you asked, not before.",
        "",
    ],
    [
        "Sad and close at once.",
        "That we can be in one room with this.",
        "Time with you and without the subject, if that ever feels right.",
        "What I did took away your peace at night. I think of that when you are awake at three.",
        "",
    ],
    [
        "Calm.",
        "Your patience with the new calendar.",
        "",
        "I moved Thursday without asking first, and then asked. The order was wrong.",
        "Doing things in the right order.",
    ],
];

/// Ana's check-ins, in the order of the story.
pub(super) const ANA_CHECKINS: [FiveParts; 12] = [
    ["Empty. I cannot feel much.", "", "To be left alone with it tonight.", "", "Mornings."],
    [
        "Angry, all day.",
        "You did not argue.",
        "That you answer before I have to ask twice.",
        "",
        "I checked your coat pockets. I did not like how that felt.",
    ],
    ["Numb, then very sad.", "You took the children out.", "", "", "The smell of that car."],
    [
        "A little lighter.",
        "You called every day this week.",
        "To hear about work before I wonder.",
        "",
        "",
    ],
    [
        "Frightened. It came out of nowhere, in the supermarket.",
        "",
        "A hand, and no words.",
        "",
        "I see her everywhere.",
    ],
    [
        "Tired.",
        "The soup was good, even if I made it.",
        "",
        "I shouted in front of the children on Saturday.",
        "",
    ],
    [
        "Furious about the bill, still.",
        "That you did not explain it away.",
        "The numbers, all of them, with Dr. Meyer there.",
        "",
        "Believing anything about money.",
    ],
    ["Better than last week. I do not trust it yet.", "The walk.", "", "", "Good days scare me."],
    ["Lonely.", "", "To be asked how I am, and then to be allowed not to answer.", "", ""],
    [
        "Shaken, and glad that you told me the same day.",
        "You told me about work before I could hear it elsewhere.",
        "To hear it again tomorrow, when I can listen.",
        "",
        "My stomach.",
    ],
    ["Quiet.", "The evening without the subject.", "", "", ""],
    [
        "Sad, and more myself.",
        "That you are still going on Thursdays.",
        "A weekend at my sister's. Alone.",
        "",
        "Deciding anything.",
    ],
];

/// What helps Ana, by her own list.
pub(super) const HELPS: [&str; 4] = [
    "Say where you are before I ask.",
    "Hold my hand and say nothing.",
    "Tell me once more that it is over, and since when.",
    "Sit in the kitchen with me until I can sleep.",
];

/// What Ana asks for, each with the help on her list that it names, if any, and Sam's answer.
pub(super) const ASKS: [(Option<usize>, &str, &str); 9] = [
    (
        Some(2),
        "",
        "It is over. It has been over since the second of March. I have not written to her, and she has not written to me.",
    ),
    (
        None,
        "I had the dream again.",
        "I am here. I am awake, and I will stay awake as long as you want company.",
    ),
    (Some(0), "", "I am in the car park at work. I leave now and I am home at ten past six."),
    (Some(3), "", "The kettle is on. I am in the kitchen."),
    (None, "", "I love you. You do not have to do anything with that."),
    (
        Some(2),
        "I know that I asked on Sunday.",
        "It is over, since the second of March. Ask me whenever you need to hear it.",
    ),
    (Some(1), "", "Coming. I will not say anything."),
    (
        None,
        "Her birthday is tomorrow. I hate that I know it.",
        "I have no contact with her, and I will not tomorrow. Would it help if we were away from here for the day? You can say no.",
    ),
    (Some(0), "", "Still at the dentist with Leo. We are next. I will write when we leave."),
];

/// What Sam says unasked.
pub(super) const OFFERS: [&str; 6] = [
    "The conference dinner is at the hotel by the river tonight. I will not go. I wanted you to hear it from me.",
    "I am ten minutes late. The number 28 is stuck at Estrela. Nothing else.",
    "You do not have to be well today.",
    "Leo asked why we are sad. I said that I hurt you, that it is not his fault or yours, and that I am working on it.",
    "I read your words from Tuesday again. I am thinking about them.",
    "Thursday's session was hard and good. I will tell you as much of it as you like, or nothing.",
];

/// What Ana says when she did not see it as Sam told it.
pub(super) const NOT_HOW_I_SAW_IT: [&str; 2] = [
    "You called at five to six. I had been looking at the clock for ten minutes.",
    "The phone was on the table, face down, and you took it to the bathroom at eleven.",
];

/// How Sam repaired what he had missed.
pub(super) const REPAIRS: [&str; 4] = [
    "I called at half past six and said that I had forgotten, not that I had been held up. I have set two alarms now.",
    "I told you at breakfast that I had not done it, before you asked.",
    "I said sorry for the hour that you did not know where I was, and asked what it had been like.",
    "I booked another session for the Monday after, and went.",
];

/// Sam's journal, in *Mine*.
pub(super) const SAM_JOURNAL: [&str; 7] = [
    "She asked how often. I knew the number and said that I was not sure. Tomorrow I will say the number.",
    "I said the number. She left the room, and came back, and said thank you for not rounding it. I do not know what to do with that.",
    "What was I after, all those months? To be somebody who had not disappointed anyone yet. It was cheap, and she paid for it.",
    "Dr. Meyer asked what I do in the ten seconds before I lie. I did not know that there were ten seconds. There are.",
    "I did something terrible. That is not the same as being somebody terrible. If I am somebody terrible I can stop trying, and that would suit me.",
    "Missed the call. First thought: the meeting. Second thought: I could have stood up. I want the second thought to come first.",
    "A good week. Nobody owes me anything for it.",
];

/// Ana's journal, in *Mine*.
pub(super) const ANA_JOURNAL: [&str; 7] = [
    "I keep doing sums. Where was I on those Tuesdays. What did I cook.",
    "Marta says that I do not have to decide this month. I have written that on the fridge, in a way that only I can read.",
    "I want him to hurt and I want him to hold me, and both within one minute.",
    "Slept five hours. The first time since March.",
    "He told me about work the same day. I looked it up in the record because I did not believe that I remembered it right. I did.",
    "I am not mad. I was never mad. It says so there, in his words, with the date.",
    "I laughed, and then I was angry that I had laughed. Then I was only tired. Perhaps that is how it goes.",
];

/// Why Sam asks for another time, ahead.
pub(super) const RENEGOTIATIONS: [&str; 2] = [
    "I am on the train from Porto until nine that evening, and there is no signal on half of the way.",
    "My mother comes out of hospital that day. I would rather tell you now than at the door.",
];

/// Sam's letter of acknowledgement.
pub(super) const ACKNOWLEDGEMENT: &str = "Ana,\n\nFor eight months I met somebody else, from July to the second of March, fourteen times. I had a second phone for it. I put it in the glove box before I came home, every evening, so that I could look you in the face.\n\nIn February you told me that something was wrong. I said that you were imagining it. You were not. You saw exactly what there was to see, and I made you doubt your own eyes because it was easier for me.\n\nI chose each of these things. Nobody else did them.\n\nSam";

/// Sam's note that what Ana feels makes sense.
pub(super) const VALIDATION: &str = "You said in the supermarket that you saw her everywhere, and that you thought you were losing your mind. You are not. For eight months anything could have been a sign, and I told you that nothing was. Of course you look for signs now. You need not be done with it by any day.";

/// Sam's letter of apology.
pub(super) const APOLOGY: &str = "Ana,\n\nI am sorry that I lied to you for eight months. I am sorry for each of the evenings on which you asked how my day had been and I gave you a made-up one. I am sorry that I paid for it from what we both earn.\n\nYou lost your sleep, and the year as you remember it. You lost being able to hear a phone buzz and think nothing of it. I did that.\n\nI call before I leave work. My phone lies on the kitchen table at night. I go to Dr. Meyer on Thursdays, to find out how I could do it, and that is not your job.\n\nYou need not answer this, now or later.\n\nSam";

/// Ana's impact letter.
pub(super) const IMPACT: &str = "Sam,\n\nI am writing this because I cannot say it aloud without shouting.\n\nI do sums. I go back through every Tuesday and ask where you were. I have looked at our holiday pictures, and I do not know any more who is in them. I wake at three. I check that the doors are locked, as if it had been a burglar.\n\nThe worst is February. I was right, and you looked at me as if I were ill, and I believed you rather than myself. I do not know how to forgive myself for that, and it is not even mine to carry.\n\nI do not know what I want. I want you to know what it is like.\n\nAna";

/// Sam's restitution letter.
pub(super) const RESTITUTION: &str = "Ana,\n\nYou wrote that you go back through every Tuesday. I made those Tuesdays into something you have to search. I have written down all fourteen dates, with the true hours, and Dr. Meyer has the list. It is yours whenever you want it, or never.\n\nYou wrote that you do not know who is in our pictures. I was there, and I was lying while they were taken. Both are true, and I took the first from you.\n\nYou wrote that February is the worst. You were right in February. I have told my mother and Marta that you were, in those words, because I had let both of them think otherwise.\n\nThe money goes back to our account, 230 euros a month for eight months, and you can see it there.\n\nSam";
